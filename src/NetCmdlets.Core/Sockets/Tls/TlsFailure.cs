using NetCmdlets.Diagnostics;

namespace NetCmdlets.Sockets.Tls;

/// <summary>What the TLS stack's exceptions mean, in words that tell what to do.</summary>
internal static class TlsFailure
{
    /// <summary>The failure for an exception of the TLS stack.</summary>
    public static NetFailure Of(Exception error, string what, object? target)
        => new(FailureKind.TlsFailed, $"{what} failed: {Reason(error)}.", target, error);

    /// <summary>Why a client's handshake failed, and what it may mean where the word of the stack does not tell.</summary>
    public static string ClientReason(Exception error, TransportStream bytes)
    {
        if (bytes.ReceivedClientHello)
            return "the peer sent the hello back: it echoes what it gets, and does not speak TLS";
        string reason = HandshakeReason(error, bytes);
        return reason.EndsWith("'protocol version'", StringComparison.Ordinal)
            ? reason + ": it takes neither TLS 1.2 nor TLS 1.3"
            : reason;
    }

    /// <summary>Why a handshake failed, from what the peer sent first and from the exception.</summary>
    public static string HandshakeReason(Exception error, TransportStream bytes)
    {
        if (bytes.PeerFinished && !bytes.ReceivedAny)
            return "the peer closed without a word of TLS";
        if (bytes.PeerFinished)
            return "the peer closed before the handshake was complete";
        string reason = Reason(error);
        // An echo server's is this side's own hello.
        return reason == "unexpected message" ? "what came is no answer of TLS (unexpected message)" : reason;
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
