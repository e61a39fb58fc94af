//! YAML as a tree in which every key and value knows its place.

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

use crate::source::{Span, Spanned};

/// A value and its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// What it is.
    pub value: Value,
    /// The text it covers, quotes included; for a list or map in block style from its first item to its last,
    /// for a block scalar its lines without the indent of the first.
    pub span: Span,
}

/// The types of YAML's 1.2 core schema (§10.3 of the YAML specification).
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// `null`, `~` or nothing.
    Null,
    /// `true` or `false`, in lower, upper or title case, and nothing else.
    Bool(bool),
    /// An integer or a float, as written: `1.10` stays `1.10`.
    Number(Box<str>),
    /// Everything else that is not a collection.
    String(Box<str>),
    /// A list.
    List(Box<[Node]>),
    /// A map, in the order written. Duplicates are reported and the first one kept.
    Map(Vec<(Spanned<String>, Node)>),
}

impl Node {
    /// The value of a key, where this is a map that has it.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.pairs().iter().find(|(name, _)| name.value == key).map(|(_, node)| node)
    }

    /// The pairs of a map; none for anything else.
    pub fn pairs(&self) -> &[(Spanned<String>, Node)] {
        match &self.value {
            Value::Map(pairs) => pairs,
            _ => &[],
        }
    }

    /// The items of a list; none of anything else.
    pub fn items(&self) -> &[Node] {
        match &self.value {
            Value::List(items) => items,
            _ => &[],
        }
    }

    /// The text, where this is one.
    pub fn as_str(&self) -> Option<&str> {
        match &self.value {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    /// Whether nothing is written.
    pub fn is_null(&self) -> bool {
        self.value == Value::Null
    }
}

impl Value {
    /// What a writer calls a value of this type.
    pub fn type_name(&self) -> &'static str {
        match self {
            Self::Null => "nothing",
            Self::Bool(_) => "true or false",
            Self::Number(_) => "a number",
            Self::String(_) => "text",
            Self::List(_) => "a list",
            Self::Map(_) => "a map of fields",
        }
    }

    /// The type that a plain scalar has by the core schema.
    pub(super) fn of_plain(text: &str) -> Self {
        match text {
            "" | "~" | "null" | "Null" | "NULL" => Self::Null,
            "true" | "True" | "TRUE" => Self::Bool(true),
            "false" | "False" | "FALSE" => Self::Bool(false),
            _ if is_number(text) => Self::Number(text.into()),
            _ => Self::String(text.into()),
        }
    }
}

/// The numbers of the core schema (§10.3.2 of the YAML specification).
fn is_number(text: &str) -> bool {
    let digits = |text: &str, legal: fn(&u8) -> bool| !text.is_empty() && text.bytes().all(|byte| legal(&byte));
    if let Some(octal) = text.strip_prefix("0o") {
        return digits(octal, |byte| matches!(byte, b'0'..=b'7'));
    }
    if let Some(hexadecimal) = text.strip_prefix("0x") {
        return digits(hexadecimal, u8::is_ascii_hexdigit);
    }
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    if matches!(unsigned, ".inf" | ".Inf" | ".INF") || matches!(text, ".nan" | ".NaN" | ".NAN") {
        return true;
    }
    // Everything else starts with a digit, perhaps after a point: most texts end here.
    if !unsigned.starts_with(|first: char| first.is_ascii_digit() || first == '.') {
        return false;
    }
    let (mantissa, exponent) = unsigned.split_once(['e', 'E']).map_or((unsigned, None), |(mantissa, exponent)| (mantissa, Some(exponent)));
    let exponent_holds = exponent.is_none_or(|exponent| digits(exponent.strip_prefix(['+', '-']).unwrap_or(exponent), u8::is_ascii_digit));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let mantissa_holds =
        (!whole.is_empty() || !fraction.is_empty()) && whole.bytes().chain(fraction.bytes()).all(|byte| byte.is_ascii_digit());
    exponent_holds && mantissa_holds
}

impl Serialize for Node {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.value {
            Value::Null => serializer.serialize_unit(),
            Value::Bool(value) => serializer.serialize_bool(*value),
            Value::Number(text) => match (text.parse::<i64>(), text.parse::<f64>()) {
                (Ok(integer), _) => serializer.serialize_i64(integer),
                (_, Ok(float)) => serializer.serialize_f64(float),
                _ => serializer.serialize_str(text),
            },
            Value::String(text) => serializer.serialize_str(text),
            Value::List(items) => serializer.collect_seq(items),
            Value::Map(pairs) => {
                let mut map = serializer.serialize_map(Some(pairs.len()))?;
                for (key, node) in pairs {
                    map.serialize_entry(&key.value, node)?;
                }
                map.end()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_scalars_have_the_types_of_the_core_schema() {
        for text in ["0", "-1", "+2", "1.10", "1.", ".5", "1e3", "1.5E-3", "0o17", "0xFF", ".inf", "-.INF", ".nan"] {
            assert_eq!(Value::of_plain(text), Value::Number(text.into()), "{text}");
        }
        for text in ["no", "on", "y", "1.2.3", "2026-05-12", "v1", "1_000", ".", "e3", "0x", "-", "10%", "1e", "+.nan", "inf", "0b1"] {
            assert_eq!(Value::of_plain(text), Value::String(text.into()), "{text}");
        }
        assert_eq!(Value::of_plain("True"), Value::Bool(true));
        assert_eq!(Value::of_plain("~"), Value::Null);
    }
}
