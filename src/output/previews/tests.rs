use super::*;

fn preview(title: &str) -> Preview {
    Preview {
        title: title.to_owned(),
        product: "Events".to_owned(),
        version: "2.4.0".to_owned(),
        day: "12 May 2026".to_owned(),
        site: String::new(),
        accent: accent(None),
        name: "events-2.4.0".to_owned(),
    }
}

fn drawn(preview: &Preview) -> Vec<u8> {
    Painter::new().png(preview).unwrap()
}

#[test]
fn every_letter_that_is_said_to_be_there_is_in_both_fonts() {
    let mut painter = Painter::new();
    for character in (' '..='\u{27ff}').filter(|character| is_covered(*character)) {
        // A control character or one that Unicode has not given away is written by nobody.
        if character.is_alphanumeric() {
            assert!(painter.has(character, true) && painter.has(character, false), "U+{:04X} {character}", u32::from(character));
        }
    }
}

#[test]
fn letters_that_the_fonts_lack_leave_no_picture_and_signs_are_left_out() {
    assert_eq!(drawable("Türen öffnen – schneller ✓").as_deref(), Some("Türen öffnen – schneller ✓"));
    assert_eq!(drawable("🎉 Faster  doors 🚪 than ever").as_deref(), Some("Faster doors than ever"));
    assert_eq!(drawable("بطاقات الدخول"), None);
    assert_eq!(drawable("検索が速くなりました"), None);
}

#[test]
fn another_text_has_another_address_and_another_picture() {
    let (one, other) = (preview("Scan offline"), preview("Scan online"));
    assert_ne!(one.path(), other.path());
    assert_ne!(drawn(&one), drawn(&other));
    assert_eq!(drawn(&one), drawn(&one.clone()));
    assert!(one.path().starts_with("assets/events-2.4.0.") && one.path().ends_with(".png"));
}

#[test]
fn a_picture_is_of_the_size_it_says_and_light() {
    for title in ["", "A", "Scan tickets offline", &"Very long words ".repeat(40), &"unbroken".repeat(60)] {
        let png = drawn(&preview(title));
        let size = imagesize::blob_size(&png).unwrap();
        assert_eq!((size.width, size.height), (1200, 630));
        assert!(png.len() < 60_000, "{title}: {}", png.len());
    }
}

#[test]
fn a_picture_that_was_touched_is_not_taken_for_one_that_was_drawn() {
    let png = drawn(&preview("Scan offline"));
    assert!(canvas::is_sound(&png));
    for at in (0..png.len()).step_by(97) {
        let mut touched = png.clone();
        touched[at] ^= 1;
        assert!(!canvas::is_sound(&touched), "{at}");
        assert!(!canvas::is_sound(&png[..at]));
    }
}
