//! Every shader file is valid by itself, and drawn with.

use std::fs;
use std::path::Path;

use wgpu::naga::front::wgsl;
use wgpu::naga::valid::{Capabilities, ValidationFlags, Validator};

#[test]
fn every_shader_is_valid_and_used() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let rust: String = fs::read_dir(root.join("src/gpu"))
        .unwrap()
        .map(|entry| fs::read_to_string(entry.unwrap().path()).unwrap())
        .collect();
    let mut seen = 0;
    for entry in fs::read_dir(root.join("shaders")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        let source = fs::read_to_string(&path).unwrap();
        let module = wgsl::parse_str(&source)
            .unwrap_or_else(|e| panic!("{}", e.emit_to_string_with_path(&source, &name)));
        // No capability beyond what every driver has.
        let mut validator = Validator::new(ValidationFlags::all(), Capabilities::empty());
        validator
            .validate(&module)
            .unwrap_or_else(|e| panic!("{}", e.emit_to_string_with_path(&source, &name)));

        let pass = name.strip_suffix(".wgsl").expect("only WGSL lies here");
        assert!(source.starts_with(&format!("// Pass \"{pass}\":")), "{name} says which pass it is");
        assert!(rust.contains(&format!("shaders/{name}\")")), "{name} is drawn with");
        seen += 1;
    }
    assert_eq!(rust.matches("include_wgsl!").count(), seen);
}
