namespace NetCmdlets;

/// <summary>One thing that an echo server must do, and whether it did.</summary>
/// <param name="ComputerName">The server's name or address, or its socket path.</param>
/// <param name="Port">Its port; null for a Unix domain socket.</param>
/// <param name="Protocol">Tcp or Udp.</param>
/// <param name="Id">The check's name for -Id and -Exclude.</param>
/// <param name="Name">What the server must do.</param>
/// <param name="Passed">Whether it did; null where the check was not run.</param>
/// <param name="Evidence">What was seen, or why it was not run.</param>
/// <param name="Elapsed">How long the check took; null where it was not run.</param>
public sealed record EchoCheck(
    string ComputerName,
    int? Port,
    EchoProtocol Protocol,
    string Id,
    string Name,
    bool? Passed,
    string Evidence,
    TimeSpan? Elapsed);
