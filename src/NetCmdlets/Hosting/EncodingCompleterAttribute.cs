using System.Management.Automation;
using NetCmdlets.Framing;

namespace NetCmdlets.Hosting;

/// <summary>Completes -Encoding.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class EncodingCompleterAttribute() : ArgumentCompleterAttribute(typeof(Completer))
{
    private sealed class Completer : WordCompleter
    {
        protected override IEnumerable<(string Word, string Meaning)> Words
            => MessageText.Names.Select(name => (name, MessageText.Named(name).Name));
    }
}
