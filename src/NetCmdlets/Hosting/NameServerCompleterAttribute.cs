using System.Management.Automation;
using System.Net.NetworkInformation;

namespace NetCmdlets.Hosting;

/// <summary>Completes -Server with the name servers of this machine.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class NameServerCompleterAttribute() : ArgumentCompleterAttribute(typeof(Completer))
{
    private sealed class Completer : WordCompleter
    {
        protected override IEnumerable<(string Word, string Meaning)> Words =>
            (from card in NetworkInterface.GetAllNetworkInterfaces()
             from address in card.GetIPProperties().DnsAddresses
             select (Word: address.ToString(), Meaning: "a name server of this machine")).Distinct();
    }
}
