namespace NetCmdlets.Addressing;

/// <summary>The names of services behind TCP ports, as IANA registered them (RFC 6335).</summary>
internal static class PortServices
{
    private static readonly Dictionary<int, string> Names = new()
    {
        [7] = "echo",
        [9] = "discard",
        [13] = "daytime",
        [17] = "qotd",
        [19] = "chargen",
        [20] = "ftp-data",
        [21] = "ftp",
        [22] = "ssh",
        [23] = "telnet",
        [25] = "smtp",
        [37] = "time",
        [53] = "domain",
        [80] = "http",
        [110] = "pop3",
        [143] = "imap",
        [389] = "ldap",
        [443] = "https",
        [445] = "microsoft-ds",
        [587] = "submission",
        [993] = "imaps",
        [3306] = "mysql",
        [3389] = "ms-wbt-server",
        [5432] = "postgresql",
        [6379] = "redis",
        [8080] = "http-alt",
    };

    private static readonly Dictionary<string, int> Ports = Names
        .ToDictionary(pair => pair.Value, pair => pair.Key, StringComparer.OrdinalIgnoreCase);

    /// <summary>The name of the service that a TCP port is registered for; null for none.</summary>
    public static string? NameOf(int port) => Names.GetValueOrDefault(port);

    /// <summary>The TCP port registered for a service.</summary>
    public static bool TryGetPort(string name, out int port) => Ports.TryGetValue(name, out port);
}
