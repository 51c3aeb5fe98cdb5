import Glibc

/// Seconds since 1970-01-01 00:00 UTC.
func currentTime() -> Int { Int(time(nil)) }
