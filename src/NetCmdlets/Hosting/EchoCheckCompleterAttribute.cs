using System.Collections;
using System.Management.Automation;
using NetCmdlets.Operations.Echo;

namespace NetCmdlets.Hosting;

/// <summary>Completes the id of an echo server's check over the protocol that the command line says, or over TCP.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class EchoCheckCompleterAttribute() : ArgumentCompleterAttribute(typeof(Completer))
{
    private sealed class Completer : WordCompleter
    {
        protected override IEnumerable<(string Word, string Meaning)> Words => Of(EchoProtocol.Tcp);

        protected override IEnumerable<(string Word, string Meaning)> WordsBeside(IDictionary arguments)
            => Enum.TryParse(arguments["Protocol"]?.ToString(), ignoreCase: true, out EchoProtocol protocol)
                ? Of(protocol)
                : Words;

        private static IEnumerable<(string Word, string Meaning)> Of(EchoProtocol protocol)
            => TestEchoServerOperation.IdsOf(protocol).Select(id => (id, $"over {protocol}"));
    }
}
