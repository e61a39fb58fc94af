//! What sending is measured against: a plain pool of lettre's, as its documentation has it, `pool PORT CONNECTIONS MESSAGES BYTES`.

use std::time::Instant;

use lettre::message::MultiPart;
use lettre::transport::smtp::PoolConfig;
use lettre::{Message, SmtpTransport, Transport};

fn main() -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    let numbers = std::env::args().skip(1).map(|argument| argument.parse()).collect::<Result<Vec<usize>, _>>()?;
    let [port, connections, messages, bytes] = numbers[..] else { return Err("pool PORT CONNECTIONS MESSAGES BYTES".into()) };
    let pool = PoolConfig::new().max_size(u32::try_from(connections)?);
    let transport = SmtpTransport::builder_dangerous("127.0.0.1").port(u16::try_from(port)?).pool_config(pool).build();
    let line = "<p>Staff keep scanning when the network of the hall drops.</p>\r\n";
    let html = line.repeat(bytes / line.len());
    let send = &|number: usize| -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
        let message = Message::builder()
            .from("Acme releases <releases@acme.example>".parse()?)
            .to(format!("reader{number}@host{}.example", number % 50).parse()?)
            .subject("Event Platform 2.4.0")
            .multipart(MultiPart::alternative_plain_html(format!("For reader {number}"), format!("{html}<p>{number}</p>")))?;
        transport.send(&message)?;
        Ok(())
    };
    let start = Instant::now();
    std::thread::scope(|scope| {
        let threads: Vec<_> =
            (0..connections).map(|first| scope.spawn(move || (first..messages).step_by(connections).try_for_each(send))).collect();
        threads.into_iter().try_for_each(|thread| thread.join().unwrap_or_else(|_| Err("a thread panicked".into())))
    })?;
    println!("{}", messages as f64 / start.elapsed().as_secs_f64());
    Ok(())
}
