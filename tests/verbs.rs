//! What the verbs say to a person who asks for what cannot be had: the built binary, its exit code and its words.

use std::error::Error;
use std::fs;
use std::path::Path;
use std::process::Command;

type Done = Result<(), Box<dyn Error>>;

/// The exit code, and what stands on stderr.
fn run(folder: &Path, arguments: &[&str]) -> Result<(Option<i32>, String), Box<dyn Error>> {
    let output = Command::new(env!("CARGO_BIN_EXE_bangtin")).current_dir(folder).args(arguments).output()?;
    Ok((output.status.code(), String::from_utf8(output.stderr)?))
}

#[test]
fn a_folder_that_is_not_there_is_named() -> Done {
    let folder = tempfile::tempdir()?;
    fs::write(folder.path().join("README.md"), "")?;
    for verb in ["check", "when"] {
        for missing in ["bảng", "README.md"] {
            let (code, said) = run(folder.path(), &[verb, missing])?;
            assert_eq!(code, Some(1), "{verb} {missing}: {said}");
            assert!(said.contains(&format!("«{missing}»")), "{verb} {missing}: {said}");
        }
    }
    Ok(())
}

#[test]
fn a_template_for_a_folder_that_is_not_there_says_so() -> Done {
    let folder = tempfile::tempdir()?;
    let file = "03 thủ tục/Xin học lại.toml";
    let (code, said) = run(folder.path(), &["new", "procedure", file])?;
    assert_eq!(code, Some(1));
    assert!(said.contains(file) && said.contains("chưa có thư mục"), "{said}");
    fs::create_dir(folder.path().join("03 thủ tục"))?;
    assert_eq!(run(folder.path(), &["new", "procedure", file])?.0, Some(0));
    assert!(folder.path().join(file).is_file());
    Ok(())
}

#[test]
fn a_notice_saved_as_unicode_by_an_old_notepad_plays() -> Done {
    let folder = tempfile::tempdir()?;
    let text = "\u{feff}Họp phụ huynh\r\n- 7 giờ 30 sáng\r\n- [cần điền]\r\n";
    fs::write(
        folder.path().join("họp.txt"),
        text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>(),
    )?;
    let output = Command::new(env!("CARGO_BIN_EXE_bangtin")).arg("check").arg(folder.path()).output()?;
    let said = String::from_utf8(output.stdout)?;
    // The caret finds its line in the text, not in the bytes.
    assert!(said.contains("--> họp.txt:3:") && said.contains("3 | - [cần điền]"), "{said}");
    let output = Command::new(env!("CARGO_BIN_EXE_bangtin")).arg("when").arg(folder.path()).output()?;
    let said = String::from_utf8(output.stdout)?;
    assert!(said.contains("Họp phụ huynh  (họp.txt): "), "{said}");
    Ok(())
}

#[test]
fn a_shot_of_what_cannot_be_drawn_is_refused_with_the_reason() -> Done {
    let folder = tempfile::tempdir()?;
    fs::write(folder.path().join("giả.png"), "no picture")?;
    fs::write(folder.path().join("sai.toml"), "kind = \"message")?;
    fs::write(folder.path().join("văn bản.docx"), "PK")?;
    for (item, why) in [("giả.png", "ảnh"), ("sai.toml", "trang chữ"), ("văn bản.docx", "Word")] {
        let (code, said) = run(folder.path(), &["shot", ".", "--item", item, "--output", "out.png"])?;
        assert_eq!(code, Some(1), "{item}: {said}");
        assert!(said.contains(&format!("«{item}»")) && said.contains(why), "{said}");
        assert!(!folder.path().join("out.png").exists(), "{item}");
    }
    Ok(())
}

#[test]
fn what_has_expired_is_a_notice_and_no_fault() -> Done {
    let folder = tempfile::tempdir()?;
    fs::write(folder.path().join("Họp (đến 30-11-2025).txt"), "Họp phụ huynh")?;
    fs::write(folder.path().join("Lễ (từ 20-11-2060).txt"), "Lễ")?;
    let arguments = ["check", "--json", "."];
    let output =
        Command::new(env!("CARGO_BIN_EXE_bangtin")).current_dir(folder.path()).args(arguments).output()?;
    assert_eq!(output.status.code(), Some(0));
    let said: Vec<serde_json::Value> = serde_json::from_slice(&output.stdout)?;
    let said: Vec<_> = said.iter().map(|said| (said["level"].as_str(), said["message"].as_str())).collect();
    let notices = ["Đã hết hạn ngày 30/11/2025.", "Chưa đến hạn: đến 20/11/2060 mới chiếu."];
    assert_eq!(said, notices.map(|notice| (Some("notice"), Some(notice))));
    Ok(())
}
