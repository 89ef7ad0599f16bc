//! Real devices, real pixels: everything here is drawn offscreen and counted, on Vulkan and once more on GL.

mod cache;
mod films;
mod kit;
mod layers;
mod mix;
mod paint;
mod shaders;
mod text;

use bangtin::gpu::{GpuError, Offscreen};

/// Runs tests of this file in a process of their own, with this environment.
fn elsewhere(environment: &[(&str, &str)], arguments: &[&str]) {
    let mut command = std::process::Command::new(std::env::current_exe().unwrap());
    command.args(arguments).envs(environment.iter().copied());
    let output = command.output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && !said.contains("running 0 tests"), "{said}");
}

#[test]
fn gl_shows_the_same() {
    if std::env::var_os("WGPU_BACKEND").is_none() {
        elsewhere(&[("WGPU_BACKEND", "gl")], &[]);
    }
}

#[test]
fn without_a_driver_there_is_an_error_that_names_the_package() {
    let nothing =
        [("WGPU_BACKEND", "vulkan"), ("VK_ICD_FILENAMES", "/nowhere"), ("VK_DRIVER_FILES", "/nowhere")];
    elsewhere(&nothing, &["--ignored", "--exact", "driverless"]);
}

#[test]
#[ignore = "run by without_a_driver_there_is_an_error_that_names_the_package"]
fn driverless() {
    let error = Offscreen::new((10, 10)).err().expect("no driver");
    assert!(matches!(error, GpuError::NoDriver(_)));
    let words = error.words();
    assert!(words.vi.contains("mesa-vulkan-drivers") && words.en.contains("mesa-vulkan-drivers"));
}
