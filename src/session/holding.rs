//! Who holds what, and what leads where: the answers of `%refs` and `%graph`.

use super::engine::Engine;
use super::failing;
use super::outcome::Outcome;
use crate::eval::run::CompileError;
use crate::eval::{self, lower};
use crate::heap::Ref;
use crate::inspect;
use crate::source::Source;

impl Engine {
    /// Every reference to the value of an expression, in words, under a line that counts them.
    ///
    /// # Errors
    /// How the expression failed.
    pub fn references(&self, expression: &str) -> Result<String, Outcome> {
        let vm = &self.vm;
        if let Some(address) = literal_address(expression)
            && self.is_address(address)
        {
            return Ok(format!("{}\n", inspect::explain(vm, address).join("\n")));
        }
        let object = self.value_of(expression, "<refs>")?;
        let lines = inspect::lines(vm, &object, inspect::Left::Own);
        if object.is_immortal() {
            return Ok(format!("{}\n", lines.join("\n")));
        }
        let plural = if lines.len() == 1 { "" } else { "s" };
        let name = inspect::short_name(&object);
        let mut text = format!("{name}: {} reference{plural}\n", lines.len());
        for line in lines {
            text.push_str(&format!("  {line}\n"));
        }
        Ok(text)
    }

    /// A picture of what names of the session, or the value of one expression, lead to; without
    /// either, of all its names that are data.
    ///
    /// # Errors
    /// How the expression failed, or the `NameError` of a name that is not there.
    pub fn graph(&self, words: &str) -> Result<String, Outcome> {
        let lines = inspect::drawing(&self.vm, &self.roots(words)?);
        Ok(lines.iter().flat_map(|line| [line.as_str(), "\n"]).collect())
    }

    /// The same as the text of an SVG file.
    ///
    /// # Errors
    /// As [`Engine::graph`].
    pub fn svg(&self, words: &str) -> Result<String, Outcome> {
        Ok(inspect::svg(&self.vm, &self.roots(words)?))
    }

    fn roots(&self, words: &str) -> Result<Vec<inspect::Root>, Outcome> {
        let names: Vec<&str> = words.split([' ', ',']).filter(|name| !name.is_empty()).collect();
        if !names.iter().all(|name| is_identifier(name)) {
            return Ok(vec![self.root(words)?]);
        }
        let mut roots = inspect::named(&self.vm, &names);
        for name in names {
            if !roots.iter().any(|root| root.label == name) {
                roots.push(self.root(name)?);
            }
        }
        Ok(roots)
    }

    fn root(&self, expression: &str) -> Result<inspect::Root, Outcome> {
        let object = self.value_of(expression, "<graph>")?;
        Ok(inspect::Root { label: expression.to_owned(), is_name: false, object })
    }

    /// The value of an expression in the session's namespace.
    pub(super) fn value_of(&self, expression: &str, file: &str) -> Result<Ref, Outcome> {
        let vm = &self.vm;
        let source = Source::new(file, expression);
        let compiled = match eval::compile(vm, &source, lower::Mode::Eval, false) {
            Ok(compiled) => compiled,
            Err(CompileError::Source(diagnostic)) => {
                let failure = failing::of_diagnostic(&source, &diagnostic);
                return Err(Outcome::Failed(Box::new(failure)));
            }
            Err(CompileError::Raised(raised)) => return Err(self.ended(raised)),
        };
        let value = eval::run_code(vm, compiled, &self.globals.borrow(), None);
        value.and_then(|value| vm.to_object(value)).map_err(|raised| self.ended(raised))
    }
}

fn is_identifier(word: &str) -> bool {
    word.chars().all(|c| c.is_alphanumeric() || c == '_')
}

/// An address written as a number, decimal or in base 16.
fn literal_address(text: &str) -> Option<u64> {
    match text.strip_prefix("0x") {
        Some(digits) => u64::from_str_radix(digits, 16).ok(),
        None => text.parse().ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runtime::console::Captured;
    use crate::session::{Input, Mode, Options, Session};

    /// Programs whose objects are held in many ways.
    const PROGRAMS: [&str; 6] = [
        "a = []; b = [a, a]; c = {'k': b, (1, 2): a}; a.append(c); g = globals()",
        "class N: pass\nx, y = N(), N(); x.y, y.x = y, x; d = x.__dict__; m = [x] * 20",
        "def f(n, m=[1]):\n    def g(): return n, m\n    return g\nh = f([1000]); k = h()",
        "def g(v):\n    yield v\n    yield v\ni = g([2]); j = next(i); s = {frozenset((3,))}",
        "try:\n    e = [4]\n    e[7]\nexcept IndexError as error:\n    kept = error",
        "import weakref\nclass W: pass\nw = W(); r = weakref.ref(w); p = weakref.proxy(w); z = w",
    ];

    /// A session on the stack of a test's thread.
    fn session() -> Session {
        let options = Options { native_stack: 1 << 20, ..Options::default() };
        Session::new(options, Box::new(Captured::default())).unwrap()
    }

    #[test]
    fn arrows_and_other_holders_are_as_many_as_the_count() {
        for program in PROGRAMS {
            let session = session();
            let input = Input { name: "<test>", text: program, mode: Mode::Script };
            assert!(matches!(session.run(input), Outcome::Done { .. }), "{program}");
            let engine = session.engine();
            let mut drawn = 0;
            for names in [vec![], vec!["a"], vec!["x", "m"], vec!["h"], vec!["kept"]] {
                let graph = inspect::graph(&engine.vm, &inspect::named(&engine.vm, &names));
                for (index, object) in graph.objects.iter().enumerate() {
                    let arrows = graph.objects.iter().flat_map(|object| &object.arrows);
                    let leads_here = |arrow: &&inspect::Arrow| match arrow.end {
                        inspect::End::Object(end) => end == index,
                        inspect::End::Leaf(_) => false,
                    };
                    let arrows = graph.roots.iter().chain(arrows).filter(leads_here).count();
                    assert_eq!(arrows + object.others.len(), object.count, "{}", object.title);
                    assert!(!object.others.iter().any(|text| text.contains("nothing says why")));
                    drawn += 1;
                }
            }
            assert!(drawn >= 3, "{program}");
            assert_eq!(engine.audit(), Vec::<String>::new());
        }
    }

    #[test]
    fn a_picture_has_an_arrow_for_each_reference_drawn() {
        for program in PROGRAMS {
            let session = session();
            session.run(Input { name: "<test>", text: program, mode: Mode::Script });
            let engine = session.engine();
            let graph = inspect::graph(&engine.vm, &inspect::named(&engine.vm, &[]));
            let arrows = graph.objects.iter().flat_map(|object| &object.arrows);
            let leads_on = |arrow: &&inspect::Arrow| matches!(arrow.end, inspect::End::Object(_));
            let arrows = graph.roots.iter().chain(arrows).filter(leads_on).count();
            let Ok(picture) = engine.svg("") else { panic!("a picture of {program}") };
            assert_eq!(picture.matches("class=\"arrow\"").count(), arrows, "{program}");
            let boxes = graph.objects.len();
            assert_eq!(picture.matches("class=\"head\"").count(), boxes, "{program}");
            assert!(!picture.contains("NaN") && picture.ends_with("</svg>\n"));
        }
    }

    #[test]
    fn long_chains_go_on_at_the_left_edge() {
        let session = session();
        let program = "chain = []\nfor _ in range(25):\n    chain = [chain]\n";
        session.run(Input { name: "<test>", text: program, mode: Mode::Script });
        let Ok(text) = session.engine().graph("chain") else { panic!("a picture") };
        assert!(text.lines().all(|line| line.chars().count() < 80), "{text}");
        assert_eq!(text.matches("see below").count(), 2);
        assert_eq!(text.matches("count 1").count(), 26);
    }
}
