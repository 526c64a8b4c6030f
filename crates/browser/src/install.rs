//! How to install a browser on this system, as the command that a person would type.

use std::fs;

/// The command for the system that this runs on.
pub(crate) fn command() -> String {
    if cfg!(target_os = "macos") {
        return "brew install --cask google-chrome".to_owned();
    }
    if cfg!(windows) {
        return "winget install --id Google.Chrome -e".to_owned();
    }
    let release = fs::read_to_string("/etc/os-release").or_else(|_| fs::read_to_string("/usr/lib/os-release"));
    // SAFETY: the call has no preconditions.
    let root = unsafe { libc::geteuid() } == 0;
    for_linux(&release.unwrap_or_default(), root)
}

fn for_linux(os_release: &str, root: bool) -> String {
    let field = |name: &str| {
        let line = os_release.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix('='));
        line.unwrap_or_default().trim_matches('"').to_owned()
    };
    let (id, like) = (field("ID"), field("ID_LIKE"));
    let command = std::iter::once(id.as_str()).chain(like.split_whitespace()).find_map(|system| {
        Some(match system {
            "ubuntu" => "apt-get install -y chromium-browser",
            "debian" => "apt-get install -y chromium",
            "fedora" | "rhel" | "centos" => "dnf install -y chromium",
            "alpine" => "apk add chromium",
            "arch" => "pacman -S --noconfirm chromium",
            "suse" | "opensuse" | "opensuse-tumbleweed" | "opensuse-leap" => "zypper install -y chromium",
            _ => return None,
        })
    });
    match command {
        Some(command) if root => command.to_owned(),
        Some(command) => format!("sudo {command}"),
        None => "the package of Chromium, Google Chrome or Microsoft Edge for this system".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::for_linux;

    #[test]
    fn names_the_systems_own_package_tool() {
        let cases = [
            ("ID=debian\n", "sudo apt-get install -y chromium"),
            ("ID=ubuntu\nID_LIKE=debian\n", "sudo apt-get install -y chromium-browser"),
            ("ID=\"rocky\"\nID_LIKE=\"rhel centos fedora\"\n", "sudo dnf install -y chromium"),
            ("NAME=Alpine\nID=alpine\n", "sudo apk add chromium"),
            ("ID=manjaro\nID_LIKE=arch\n", "sudo pacman -S --noconfirm chromium"),
            ("ID=\"opensuse-leap\"\nID_LIKE=\"suse opensuse\"\n", "sudo zypper install -y chromium"),
        ];
        for (os_release, command) in cases {
            assert_eq!(for_linux(os_release, false), command);
        }
        assert_eq!(for_linux("ID=debian", true), "apt-get install -y chromium");
        assert!(for_linux("", true).contains("Chromium"));
    }
}
