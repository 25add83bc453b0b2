using System.Management.Automation;
using System.Net;
using NetCmdlets.Servers;

namespace NetCmdlets.Hosting;

/// <summary>Completes -ComputerName with the hosts of running servers and the names of this machine's hosts file.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class HostCompleterAttribute() : ArgumentCompleterAttribute(typeof(Completer))
{
    private sealed class Completer : WordCompleter
    {
        protected override IEnumerable<(string Word, string Meaning)> Words => Servers()
            .Append((Word: "localhost", Meaning: "this machine"))
            .Concat(HostsFile())
            .DistinctBy(entry => entry.Word, StringComparer.OrdinalIgnoreCase);

        private static IEnumerable<(string Word, string Meaning)> Servers() =>
            from server in ServerRegistry.All
            let address = server.Address
            where address is not null
            let reached = address.Equals(IPAddress.Any) ? IPAddress.Loopback
                : address.Equals(IPAddress.IPv6Any) ? IPAddress.IPv6Loopback
                : address
            select (reached.ToString(), server.ToString());

        private static IEnumerable<(string Word, string Meaning)> HostsFile()
        {
            string file = OperatingSystem.IsWindows()
                ? Path.Combine(Environment.SystemDirectory, "drivers", "etc", "hosts")
                : "/etc/hosts";
            string[] lines;
            try
            {
                lines = File.ReadAllLines(file);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // A machine without the file completes what it has.
                return [];
            }

            return from line in lines
                   let words = line.Split('#')[0].Split(default(char[]), StringSplitOptions.RemoveEmptyEntries)
                   from name in words.Skip(1)
                   select (name, $"{words[0]}, by the hosts file");
        }
    }
}
