//! Documents, what is told of them, and where they are wrong.

use super::*;

fn told(text: &str, pieces: Pieces) -> String {
    let mut out = String::new();
    let ended = read(text, pieces, &mut |event| {
        match event {
            Event::Start(name, attributes) => {
                out.push_str(&format!("<{name}"));
                attributes.iter().for_each(|(key, value)| out.push_str(&format!(" {key}={value}")));
                out.push('>');
            }
            Event::End(name) => out.push_str(&format!("</{name}>")),
            Event::Data(text) => out.push_str(&format!("[{text}]")),
            Event::Comment(text) => out.push_str(&format!("#{text}#")),
            Event::Instruction(target, text) => out.push_str(&format!("?{target} {text}?")),
            Event::StartNamespace(prefix, name) => out.push_str(&format!("+{prefix}={name};")),
            Event::EndNamespace(prefix) => out.push_str(&format!("-{prefix};")),
            Event::Doctype(name, ..) => out.push_str(&format!("!{name}!")),
        }
        true
    });
    if let Err(Stop::Wrong(problem)) = ended {
        let (line, column) = place(text, problem.at);
        out.push_str(&format!(" {} {line}:{column}", problem.wrong.message()));
    }
    out
}

#[test]
fn documents_are_told_in_order() {
    assert_eq!(told("<a x='1&lt;2'>t<b/>&amp;u</a>", Pieces::Tree), "<a x=1<2>[t]<b></b>[&u]</a>");
    assert_eq!(
        told(
            "<?xml version='1.0'?><!DOCTYPE a [<!ENTITY e 'v'>]>\n<a>x\r\n&e;<!--c--><?p q?></a>",
            Pieces::All
        ),
        "!a!<a>[x][\n][v]#c#?p q?</a>"
    );
    assert_eq!(
        told("<a xmlns='u' xmlns:p='v' p:k='1'><p:b/></a>", Pieces::All),
        "+=u;+p=v;<{u}a {v}k=1><{v}b></{v}b></{u}a>-p;-;"
    );
    assert_eq!(told("<a><![CDATA[<&]]></a>", Pieces::Tree), "<a>[<&]</a>");
}

#[test]
fn problems_are_found_where_they_are() {
    let wrong = |text| told(text, Pieces::Tree);
    assert_eq!(wrong(""), " no element found 1:0");
    assert_eq!(wrong("x"), " syntax error 1:0");
    assert_eq!(wrong("<a>\n<b></a>"), "<a>[\n]<b> mismatched tag 2:5");
    assert_eq!(wrong("<a>&x;</a>"), "<a> undefined entity 1:3");
    assert_eq!(wrong("<a b='1' b='2'/>"), " duplicate attribute 1:9");
    assert_eq!(wrong("<a b=1/>"), " not well-formed (invalid token) 1:5");
    assert_eq!(wrong("<a/><b/>"), "<a></a> junk after document element 1:4");
    assert_eq!(wrong("<a"), " unclosed token 1:0");
    assert_eq!(wrong("<a>"), "<a> no element found 1:3");
    assert_eq!(wrong("<p:a/>"), " unbound prefix 1:0");
    assert_eq!(wrong("<a>]]></a>"), "<a> not well-formed (invalid token) 1:5");
}
