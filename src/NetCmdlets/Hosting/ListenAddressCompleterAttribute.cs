using System.Management.Automation;
using NetCmdlets.Servers;

namespace NetCmdlets.Hosting;

/// <summary>Completes -Address of a server with the words that stand for an address, and with this machine's own.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ListenAddressCompleterAttribute() : ArgumentCompleterAttribute(typeof(Completer))
{
    private sealed class Completer : WordCompleter
    {
        protected override IEnumerable<(string Word, string Meaning)> Words
            => ListenAddress.Words.Select(word => (word, ListenAddress.Parse(word).ToString()))
                .Concat(OwnAddressCompleterAttribute.Addresses);
    }
}
