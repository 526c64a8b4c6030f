//! Who is in a process group.

use std::fs;

/// Whether processes other than the leader are in the group, zombies left out. Always false where there is no /proc.
pub(crate) fn has_others(leader: libc::pid_t) -> bool {
    let Ok(entries) = fs::read_dir("/proc") else { return false };
    let pids = entries.flatten().filter_map(|entry| entry.file_name().to_str()?.parse::<libc::pid_t>().ok());
    pids.filter(|&pid| pid != leader).any(|pid| {
        // A process that ended meanwhile is in no group.
        fs::read_to_string(format!("/proc/{pid}/stat")).is_ok_and(|stat| is_in(&stat, leader))
    })
}

/// Reads `pid (name) state ppid pgrp …`; the name may hold spaces and brackets.
fn is_in(stat: &str, group: libc::pid_t) -> bool {
    let Some((_, rest)) = stat.rsplit_once(')') else { return false };
    let mut fields = rest.split_ascii_whitespace();
    let (state, _parent, pgrp) = (fields.next(), fields.next(), fields.next());
    state != Some("Z") && pgrp.and_then(|pgrp| pgrp.parse().ok()) == Some(group)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_group_of_processes_with_odd_names() {
        assert!(is_in("12 (a) b) S 1 77 77 0", 77));
        assert!(!is_in("12 (a) S 1 78 77 0", 77));
        assert!(!is_in("12 (a) Z 1 77 77 0", 77));
        assert!(!is_in("nonsense", 77));
    }
}
