//! Why nothing could be drawn.

use crate::model::Words;
use crate::words;

/// Why nothing could be drawn. The English details in it are the driver's own words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GpuError {
    /// The machine has no driver that can draw, in hardware or software.
    NoDriver(String),
    /// The device went away or refused a command, and a new one did too.
    Lost(String),
    /// The window cannot be drawn to.
    Window(String),
}

impl GpuError {
    /// The sentence for whoever stands at the machine.
    pub fn words(&self) -> Words {
        match self {
            GpuError::NoDriver(details) => words!(
                "Máy chưa có trình điều khiển đồ họa (Vulkan hoặc OpenGL). Hãy cài rồi chạy lại: sudo apt install mesa-vulkan-drivers ({details})",
                "This machine has no graphics driver (Vulkan or OpenGL). Install one and start again: sudo apt install mesa-vulkan-drivers ({details})"
            ),
            GpuError::Lost(details) => words!(
                "Trình điều khiển đồ họa ngừng hoạt động và không khởi động lại được ({details})",
                "The graphics driver stopped and could not be started again ({details})"
            ),
            GpuError::Window(details) => words!(
                "Không vẽ được lên cửa sổ này ({details})",
                "This window cannot be drawn to ({details})"
            ),
        }
    }
}
