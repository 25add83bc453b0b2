using System.Management.Automation;
using NetCmdlets.Protocols.Dns;

namespace NetCmdlets.Hosting;

/// <summary>Completes -Type of DNS records.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class DnsTypeCompleterAttribute() : ArgumentCompleterAttribute(typeof(Completer))
{
    private sealed class Completer : WordCompleter
    {
        protected override IEnumerable<(string Word, string Meaning)> Words => DnsRecordTypes.Known
            .Select(type => (Word: DnsRecordTypes.TextOf(type), Number: (int)type))
            .OrderBy(type => type.Word, StringComparer.Ordinal)
            .Select(type => (type.Word, $"type {type.Number}"));
    }
}
