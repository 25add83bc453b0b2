using System.Management.Automation;
using NetCmdlets.Sockets;

namespace NetCmdlets.Hosting;

/// <summary>Completes -Interface with the names of this machine's network interfaces.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class InterfaceCompleterAttribute() : ArgumentCompleterAttribute(typeof(Completer))
{
    private sealed class Completer : WordCompleter
    {
        protected override IEnumerable<(string Word, string Meaning)> Words
            => InterfaceChoice.Names().Select(name => (name, InterfaceChoice.Parse(name) switch
            {
                { IPv4Address: { } address } by => $"number {by.Index}, {address}",
                { } by => $"number {by.Index}",
            }));
    }
}
