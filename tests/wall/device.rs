//! The device of a real window goes: the window shows the next scene all the same.

use std::process::Command;
use std::sync::Arc;

use bangtin::gpu;
use bangtin::model::Color;
use bangtin::scene::{Fonts, Frame, Scene};
use winit::application::ApplicationHandler;
use winit::dpi::PhysicalSize;
use winit::event::WindowEvent;
use winit::event_loop::{ActiveEventLoop, ControlFlow, EventLoop};
use winit::platform::x11::EventLoopBuilderExtX11;
use winit::window::{Window, WindowId};

use crate::display::{Killed, X, wait};
use crate::{BLUE, RED, is};

const SIZE: (u32, u32) = (640, 480);

/// A window whose device is lost before each scene.
struct Losing {
    target: Option<gpu::Window>,
    fonts: Fonts,
    /// The grounds of the scenes.
    colors: Vec<Color>,
}

impl ApplicationHandler for Losing {
    fn resumed(&mut self, event_loop: &ActiveEventLoop) {
        let attributes = Window::default_attributes().with_inner_size(PhysicalSize::new(SIZE.0, SIZE.1));
        let window = Arc::new(event_loop.create_window(attributes).expect("a window"));
        let target = gpu::Window::new(event_loop.owned_display_handle(), window, SIZE);
        self.target = Some(target.expect("a device"));
    }

    fn window_event(&mut self, _: &ActiveEventLoop, _: WindowId, event: WindowEvent) {
        let (Some(target), WindowEvent::RedrawRequested) = (&mut self.target, event) else { return };
        target.expose();
        for color in self.colors.drain(..) {
            let frame = Arc::new(Frame { ground: color, nodes: Vec::new() });
            let scene = Scene::full(SIZE, 0, frame);
            target.lose_device();
            let drawn = target.draw(&scene, &mut self.fonts).expect("drawn");
            // GL cannot copy to a surface and takes a second pass.
            assert!(drawn.shown && drawn.passes > 0, "on a device that is new");
        }
    }
}

#[test]
#[ignore = "run by a_window_outlives_its_device, which owns the display"]
fn losing() {
    let event_loop = EventLoop::builder().with_any_thread(true).build().expect("a display");
    event_loop.set_control_flow(ControlFlow::Wait);
    let colors = [RED, RED, BLUE].map(|[r, g, b]| Color(r, g, b)).to_vec();
    event_loop.run_app(&mut Losing { target: None, fonts: Fonts::embedded(), colors }).expect("a loop");
}

#[test]
fn a_window_outlives_its_device() {
    for backend in ["vulkan", "gl"] {
        let x = X::start((640, 480));
        let mut command = Command::new(std::env::current_exe().expect("this test"));
        command.args(["--ignored", "--exact", "device::losing"]);
        command.env_remove("WAYLAND_DISPLAY").env("DISPLAY", &x.name).env("WGPU_BACKEND", backend);
        let mut player = Killed(command.spawn().expect("it runs"));
        wait(backend, || {
            assert!(player.0.try_wait().expect("asked").is_none(), "{backend}");
            is(BLUE)(&x.shot()).then_some(())
        });
    }
}
