using System.Management.Automation;

namespace NetCmdlets.Hosting;

/// <summary>Completes -ApplicationProtocol with the identifications of IANA's registry (RFC 7301) that are met most.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ApplicationProtocolCompleterAttribute() : ArgumentCompleterAttribute(typeof(Completer))
{
    private sealed class Completer : WordCompleter
    {
        protected override IEnumerable<(string Word, string Meaning)> Words { get; } =
        [
            ("h2", "HTTP/2 over TLS (RFC 9113)"),
            ("http/1.1", "HTTP/1.1 (RFC 9112)"),
            ("dot", "DNS over TLS (RFC 7858)"),
            ("imap", "IMAP (RFC 2595)"),
            ("pop3", "POP3 (RFC 2595)"),
            ("postgresql", "PostgreSQL"),
            ("mqtt", "MQTT"),
        ];
    }
}
