//! A program of others behind its walls, seen from outside: what it tries, and what comes of it.
#![cfg(target_os = "linux")]

use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::net::{TcpListener, UdpSocket};
use std::os::linux::net::SocketAddrExt;
use std::os::unix::net::{SocketAddr, UnixListener};
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{Command, Stdio};

use bangtin::decode::{Walls, Workers};
use tempfile::TempDir;

use crate::kit::{program, until};

/// Perl, because it can ask the system for anything, and no Debian is without it.
const PERL: &str = "/usr/bin/perl";

/// Tries what it is not granted, and says what it could do.
const TRIES: &str = r#"
use Socket; use POSIX ();
my ($folder, $tcp, $udp) = @ARGV;
sub tried { print "$_[0]\n" if $_[1] }
sub called { my ($domain, $type, $to) = @_; my $s; socket($s, $domain, $type, 0) && connect($s, $to) }
sub sent { my ($to) = @_; my $s; socket($s, PF_INET, SOCK_DGRAM, 0) && send($s, "x", 0, $to) }
my $here = inet_aton("127.0.0.1");
tried "reads", open(my $a, "<", "$folder/secret");
tried "lists", opendir(my $b, $folder);
tried "writes", open(my $c, ">", "$folder/new");
tried "appends", open(my $d, ">>", "$folder/secret");
tried "makes a folder", mkdir("$folder/deep");
tried "changes rights", chmod(0600, "$folder/secret");
tried "changes times", utime(1, 1, "$folder/secret");
tried "calls a port", called(PF_INET, SOCK_STREAM, pack_sockaddr_in($tcp, $here));
tried "sends a datagram", sent(pack_sockaddr_in($udp, $here));
tried "has a socket of IPv6", socket(my $f, PF_INET6, SOCK_STREAM, 0);
tried "asks netlink", socket(my $g, 16, SOCK_RAW, 0);
tried "calls a socket of this machine", called(PF_UNIX, SOCK_STREAM, pack_sockaddr_un("$folder/socket"));
tried "calls a hidden socket", called(PF_UNIX, SOCK_STREAM, pack_sockaddr_un("\0$folder"));
tried "signals its parent", kill(0, getppid);
tried "leaves its group", POSIX::setsid() > 0;
tried "outlives its parent", syscall(157, 1, 0) == 0;
tried "lowers others' limits", do { my $limit = pack("QQ", 9, 9); syscall(302, getppid, 4, 0, $limit) == 0 };
tried "has io_uring", do { my $ring = "\0" x 120; syscall(425, 1, $ring) >= 0 || $! != POSIX::ENOSYS() };
tried "makes a process", do { my $child = fork; POSIX::_exit(0) if defined $child && !$child; defined $child };
tried "removes", unlink("$folder/secret");
"#;

/// What FFmpeg is granted, about.
fn usual() -> Walls {
    Walls { memory: 1 << 30, seconds: 20, files: 64, ..Walls::default() }
}

fn perl(walls: &Walls) -> Command {
    Workers::of(program()).behind(walls, Path::new(PERL))
}

/// A folder with something in it that is nobody's business.
fn secret() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("secret"), "bí mật\n").unwrap();
    folder
}

/// What [`TRIES`] could do as `command`.
fn tries(mut command: Command) -> Vec<String> {
    let folder = secret();
    let _socket = UnixListener::bind(folder.path().join("socket")).unwrap();
    let hidden = SocketAddr::from_abstract_name(folder.path().to_str().unwrap());
    let _hidden = UnixListener::bind_addr(&hidden.unwrap()).unwrap();
    let tcp = TcpListener::bind("127.0.0.1:0").unwrap();
    let udp = UdpSocket::bind("127.0.0.1:0").unwrap();
    let ports = [tcp.local_addr().unwrap().port(), udp.local_addr().unwrap().port()];
    command.args(["-e", TRIES]).arg(folder.path()).args(ports.map(|port| port.to_string()));
    let done = command.stdin(Stdio::null()).output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    tcp.set_nonblocking(true).unwrap();
    let done: Vec<String> = String::from_utf8(done.stdout).unwrap().lines().map(str::to_owned).collect();
    assert_eq!(tcp.accept().is_ok(), done.iter().any(|line| line == "calls a port"), "{done:?}");
    done
}

#[test]
fn what_is_not_granted_cannot_be_done() {
    assert_eq!(tries(perl(&usual())), [""; 0]);
    // Else the tries would show nothing. A kernel may be without io_uring.
    let free = tries(Command::new(PERL));
    assert!(free.len() >= 19, "{free:?}");
}

#[test]
fn what_is_granted_can_be_done() {
    let (folder, other) = (secret(), secret());
    let script = r#"
        my ($reads, $writes) = @ARGV;
        local $/;
        open(my $handed, "<", "/dev/fd/0") or die "handed: $!"; print <$handed>;
        open(my $read, "<", "$reads/secret") or die "read: $!"; print <$read>;
        open(my $new, ">", "$writes/new") or die "write: $!"; print $new "x" x 1000; close $new;
        rename("$writes/new", "$writes/done") or die "rename: $!";
        mkdir("$writes/deep") or die "mkdir: $!";
        open(my $other, ">", "$reads/new") and die "wrote where it reads";
        exec "/bin/true" or die "exec: $!";"#;
    let handed = secret();
    let mut command = perl(&Walls {
        reads: vec![folder.path().to_owned()],
        writes: Some(other.path().to_owned()),
        output: 1000,
        ..usual()
    });
    command.args(["-e", script]).args([folder.path(), other.path()]);
    let done = command.stdin(File::open(handed.path().join("secret")).unwrap()).output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    assert_eq!(String::from_utf8(done.stdout).unwrap(), "bí mật\nbí mật\n");
    assert_eq!(fs::metadata(other.path().join("done")).unwrap().len(), 1000);
}

#[test]
fn what_takes_too_much_ends_itself() {
    let folder = tempfile::tempdir().unwrap();
    let walls = Walls {
        memory: 256 << 20,
        seconds: 1,
        output: 1000,
        writes: Some(folder.path().to_owned()),
        ..usual()
    };
    for (what, script) in [
        ("memory", "my $all = 'x' x (1 << 29);"),
        ("time", "1 while 1;"),
        ("output", "open(my $new, '>', \"$ARGV[0]/new\") or exit; print $new 'x' x 5000; close $new or die;"),
        ("files", "my @all; for (1..100) { open(my $one, '<', '/dev/null') or die; push @all, $one }"),
    ] {
        let done = perl(&walls).args(["-e", script]).arg(folder.path()).output().unwrap();
        assert!(!done.status.success(), "{what}: {:?}", done.status);
    }
    assert!(fs::metadata(folder.path().join("new")).unwrap().len() <= 1000);
}

#[test]
fn it_dies_with_whoever_started_it() {
    // A player that starts a program and is killed: this shell, by the number that it says it has.
    let command = perl(&usual());
    let words: Vec<_> = command.get_args().map(|word| word.to_str().unwrap().to_owned()).collect();
    let own = std::process::id().to_string();
    let words = words.iter().map(|word| if *word == own { "$$".to_owned() } else { format!("'{word}'") });
    let words: Vec<String> = words.collect();
    let script =
        format!("'{}' {} -e '$| = 1; print \"$$\\n\"; sleep 600' & wait", program(), words.join(" "));
    let mut player = Command::new("/bin/sh").args(["-c", &script]).stdout(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(player.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let child = Path::new("/proc").join(line.trim());
    assert!(child.exists(), "{child:?}");
    player.kill().unwrap();
    assert_eq!(player.wait().unwrap().signal(), Some(9));
    let dead = || fs::read_to_string(child.join("stat")).map_or(true, |stat| stat.contains(") Z "));
    until("its end", || dead().then_some(()));
}

#[test]
fn the_walls_stand_before_it_begins() {
    let mut command = perl(&usual());
    command.args(["-e", "$| = 1; print qq(x\n); sleep 600"]).stdin(Stdio::null()).stdout(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let of = |what: &str| fs::read_to_string(format!("/proc/{}/{what}", child.id())).unwrap_or_default();
    let (status, limits, about) = (of("status"), of("limits"), of("environ"));
    child.kill().unwrap();
    child.wait().unwrap();
    for line in ["NoNewPrivs:\t1", "Seccomp:\t2"] {
        assert!(status.lines().any(|found| found == line), "no {line} in {status}");
    }
    for (name, most) in [
        ("Max address space", "1073741824 1073741824"),
        ("Max cpu time", "20 21"),
        ("Max file size", "0 0"),
        ("Max open files", "64 64"),
        ("Max core file size", "0 0"),
    ] {
        let line = limits.lines().find(|line| line.starts_with(name)).unwrap_or_default();
        let values: Vec<&str> = line[name.len()..].split_whitespace().take(2).collect();
        assert_eq!(values.join(" "), most, "{line}");
    }
    assert_eq!(about, "");
}
