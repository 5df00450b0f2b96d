//! The generated files without what every crate has: prose, imports, and the helpers of types.

use generator::{Generated, render_all};

/// The methods with their requests, the types with their tables, and what was reported.
pub fn surface(generated: &Generated) -> String {
    let mut out = String::new();
    // Whether examples are valid is said by a test of their own; setters follow from the types.
    let is_shown = |path: &str| !path.starts_with("tests/") && path != "example_values.rs";
    for (path, text) in generated.files.iter().filter(|(path, _)| is_shown(path)) {
        let items: Vec<String> = items(text).iter().filter_map(|lines| item(lines)).collect();
        if !items.is_empty() {
            out += &format!("// {path}\n{}", items.concat());
        }
    }
    out + &render_all(&generated.warnings)
}

/// The items of a file, without comments and attributes. One ends where a line that is not indented closes it.
fn items(text: &str) -> Vec<Vec<&str>> {
    let (mut items, mut item) = (Vec::new(), Vec::new());
    for line in text.lines().filter(|line| !is_noise(line.trim_start())) {
        item.push(line);
        if !line.starts_with([' ', ')']) && line.ends_with(['}', ';']) {
            items.push(std::mem::take(&mut item));
        }
    }
    items
}

fn is_noise(line: &str) -> bool {
    line.is_empty() || line.starts_with("//") || line.starts_with("#[") && line != "#[deprecated]"
}

fn item(lines: &[&str]) -> Option<String> {
    let head = *lines.first()?;
    let starts = |starts: &[&str]| starts.iter().any(|start| head.starts_with(start));
    // What nobody else sees is shown by its table.
    if head.starts_with("const _") {
        let table = lines.iter().skip_while(|line| !is_macro_call(line.trim_start())).copied();
        return Some(joined(&table.take_while(|line| *line != "};").collect::<Vec<_>>()) + "\n");
    }
    if starts(&["pub(crate) static"]) {
        let is_set = |line: &&&str| ![" None,", " &[],"].iter().any(|end| line.ends_with(end));
        return Some(lines.iter().filter(is_set).map(|line| format!("{line}\n")).collect());
    }
    if starts(&["pub struct", "pub enum"]) {
        return Some(lines.iter().map(|line| format!("{line}\n")).collect());
    }
    // Tables, methods and setters on a line each. Every macro is one that declares something, whatever it is called.
    if is_macro_call(head) || starts(&["pub static", "pub type", "pub fn"]) {
        return Some(joined(lines) + "\n");
    }
    if head.starts_with("impl ") && lines.iter().any(|line| line.starts_with("    pub const ")) {
        let constants = lines.iter().filter(|line| line.starts_with("    pub const ")).map(|line| format!("{line}\n"));
        return Some(format!("{head}\n{}}}\n", constants.collect::<String>()));
    }
    let calls = head.starts_with("impl<M> ") && (head.ends_with("<'_, M> {") || head.contains("Call"));
    calls.then(|| {
        let (mut out, mut method) = (format!("{head}\n"), Vec::new());
        for line in lines.iter().skip(1) {
            method.push(*line);
            if *line == "    }" {
                out += &format!("    {}\n", joined(&std::mem::take(&mut method)));
            }
        }
        out + "}\n"
    })
}

fn is_macro_call(head: &str) -> bool {
    let name = head.split_once('!').map_or("", |(name, _)| name);
    !name.is_empty() && name.chars().all(|letter| letter.is_ascii_lowercase() || letter == '_')
}

/// Lines as one.
fn joined(lines: &[&str]) -> String {
    let line = lines.iter().flat_map(|line| line.split_whitespace()).collect::<Vec<_>>().join(" ");
    let line = line.replace(" .", ".").replace("( ", "(").replace(", )", ")").replace(",)", ")").replace(" )", ")");
    line.replace(".into()", "")
}
