using System.Diagnostics;
using NetCmdlets.Tests;
using Xunit;

namespace NetCmdlets.Interop.Tests.Names;

/// <summary>
/// BIND's named on loopback with zones of the tests' own: plain, signed with NSEC, and signed with NSEC3. Started for
/// the tests of one class and ended with them; its files are in a folder of its own.
/// </summary>
public sealed class NamedServer : IAsyncLifetime
{
    private const string Missing = " is not installed.";

    private static readonly string[] Programs = ["named", "dig", "dnssec-keygen", "dnssec-signzone"];

    private readonly TemporaryFolder folder = new();
    private Process? process;
    private Task draining = Task.CompletedTask;

    /// <summary>Why it does not run; null where it does.</summary>
    public string? Unavailable { get; private set; }

    public int Port { get; private set; }

    public string Address => $"127.0.0.1:{Port}";

    public async ValueTask InitializeAsync()
    {
        string? missing = Programs.FirstOrDefault(program => !IsInstalled(program));
        if (missing is not null)
        {
            Unavailable = missing + Missing;
            return;
        }

        File.WriteAllText(Path.Combine(folder.Path, "plain.zone"), ZoneText.Plain);
        File.WriteAllText(Path.Combine(folder.Path, "big.zone"), ZoneText.Big);
        await SignAsync("signed.test", "signed.zone");
        await SignAsync("hashed.test", "hashed.zone", "-3", "AABBCCDD", "-H", "3");
        Port = DualPort.Free();
        File.WriteAllText(Path.Combine(folder.Path, "named.conf"), Configuration());
        var start = new ProcessStartInfo(
            "named", ["-g", "-n", "1", "-c", Path.Combine(folder.Path, "named.conf"), "-p", $"{Port}"])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        process = Process.Start(start)!;
        await WaitUntilRunningAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (process is not null)
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync().Within();
            await draining.Within();
            process.Dispose();
        }

        folder.Dispose();
    }

    /// <summary>What a program wrote; fails the test where it failed.</summary>
    internal static async Task<string> RunAsync(string program, params string[] arguments)
    {
        await using PeerProcess peer = PeerProcess.Start(program, arguments);
        (int code, string output) = await peer.WaitAsync();
        Assert.True(code == 0, $"{program}: {output}");
        return output;
    }

    private static bool IsInstalled(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator).Any(path => File.Exists(Path.Combine(path, program)));

    private async Task SignAsync(string zone, string file, params string[] options)
    {
        string path = Path.Combine(folder.Path, file);
        File.WriteAllText(path, ZoneText.ToBeSigned);
        string[] key = ["-q", "-a", "ECDSAP256SHA256", "-K", folder.Path];
        await RunAsync("dnssec-keygen", [.. key, zone]);
        await RunAsync("dnssec-keygen", [.. key, "-f", "KSK", zone]);
        await RunAsync(
            "dnssec-signzone",
            ["-S", "-K", folder.Path, "-d", folder.Path, "-o", zone, "-f", path + ".signed", .. options, path]);
    }

    private string Configuration() => $$"""
        options {
            directory "{{folder.Path}}";
            pid-file none;
            session-keyfile none;
            listen-on { 127.0.0.1; };
            listen-on-v6 { none; };
            recursion no;
            dnssec-validation no;
            minimal-any no;
            check-names primary ignore;
            rrset-order { order none; };
            allow-transfer { any; };
        };
        controls { };
        zone "plain.test" { type primary; file "plain.zone"; };
        zone "signed.test" { type primary; file "signed.zone.signed"; };
        zone "hashed.test" { type primary; file "hashed.zone.signed"; };
        zone "2.0.192.in-addr.arpa" { type primary; file "plain.zone"; };
        zone "big.test" { type primary; file "big.zone"; };
        zone "closed.test" { type primary; file "plain.zone"; allow-transfer { none; }; };
        """;

    private async Task WaitUntilRunningAsync()
    {
        var log = new List<string>();
        while (await process!.StandardError.ReadLineAsync().Within() is string line)
        {
            log.Add(line);
            if (line.Contains("not loaded", StringComparison.Ordinal))
                break;
            if (line.EndsWith(" running", StringComparison.Ordinal) && !line.Contains("zone", StringComparison.Ordinal))
            {
                // A pipe that nobody reads would stop it.
                draining = Task.WhenAll(
                    process.StandardError.ReadToEndAsync(), process.StandardOutput.ReadToEndAsync());
                return;
            }
        }

        throw new InvalidOperationException("named did not start:\n" + string.Join('\n', log));
    }
}
