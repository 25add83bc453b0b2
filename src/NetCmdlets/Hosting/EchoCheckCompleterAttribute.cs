using System.Management.Automation;
using NetCmdlets.Operations.Echo;

namespace NetCmdlets.Hosting;

/// <summary>Completes the id of an echo server's check.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class EchoCheckCompleterAttribute() : ArgumentCompleterAttribute(typeof(Completer))
{
    private sealed class Completer : WordCompleter
    {
        protected override IEnumerable<(string Word, string Meaning)> Words
        {
            get
            {
                IReadOnlyList<string> tcp = TestEchoServerOperation.IdsOf(EchoProtocol.Tcp);
                IReadOnlyList<string> udp = TestEchoServerOperation.IdsOf(EchoProtocol.Udp);
                return tcp.Union(udp).Select(id =>
                    (id, !udp.Contains(id) ? "TCP" : tcp.Contains(id) ? "TCP and UDP" : "UDP"));
            }
        }
    }
}
