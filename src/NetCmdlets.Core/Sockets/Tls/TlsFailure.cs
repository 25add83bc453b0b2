using NetCmdlets.Diagnostics;

namespace NetCmdlets.Sockets.Tls;

/// <summary>What the TLS stack's exceptions mean, in words that tell what to do.</summary>
internal static class TlsFailure
{
    // ContentType of a record (RFC 8446, section 5.1): alert 21, handshake 22.
    private const int Alert = 21;
    private const int Handshake = 22;

    /// <summary>The failure for an exception of the TLS stack.</summary>
    public static NetFailure Of(Exception error, string what, object? target)
        => new(FailureKind.TlsFailed, $"{what} failed: {Reason(error)}.", target, error);

    /// <summary>Why a handshake failed, from what the peer sent first and from the exception.</summary>
    public static string HandshakeReason(Exception error, TransportStream bytes)
    {
        if (bytes.FirstByte is >= 0 and not (Alert or Handshake))
            return $"what came is not TLS (its first byte is 0x{bytes.FirstByte:X2})";
        if (bytes.PeerFinished && bytes.FirstByte < 0)
            return "the peer closed without a word of TLS";
        if (bytes.PeerFinished)
            return "the peer closed before the handshake was complete";
        return Reason(error);
    }

    /// <summary>The innermost word of the stack: OpenSSL's reason where it gave one.</summary>
    public static string Reason(Exception error)
    {
        Exception deepest = error;
        while (deepest.InnerException is { } inner)
            deepest = inner;
        string text = deepest.Message.Trim().TrimEnd('.');
        // 'error:0A000410:SSL routines::sslv3 alert handshake failure': the last part is the reason.
        int reason = text.LastIndexOf("::", StringComparison.Ordinal);
        if (reason >= 0)
            text = text[(reason + 2)..];
        text = text.Replace("sslv3 alert", "alert", StringComparison.Ordinal)
            .Replace("tlsv1 alert", "alert", StringComparison.Ordinal)
            .Replace("tlsv13 alert", "alert", StringComparison.Ordinal);
        return text.StartsWith("alert ", StringComparison.Ordinal)
            ? $"the peer refused with the alert '{text["alert ".Length..]}'"
            : text;
    }
}
