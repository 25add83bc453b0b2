using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text;
using System.Text.RegularExpressions;
using NetCmdlets.Commands;
using Xunit;

namespace NetCmdlets.Module.Tests;

/// <summary>The layers: what may know what.</summary>
public sealed partial class ArchitectureTests
{
    private static readonly Assembly Core = typeof(HostAddress).Assembly;
    private static readonly Assembly Cmdlets = typeof(ResolveHostAddressCommand).Assembly;

    [Fact]
    public void The_core_needs_nothing_but_the_runtime()
        => Assert.All(References(Core.Location), name => Assert.StartsWith("System.", name, StringComparison.Ordinal));

    [Fact]
    public void The_core_does_not_know_PowerShell()
        => Assert.DoesNotContain("System.Management.Automation", References(Core.Location));

    [Fact]
    public void The_cmdlets_know_the_core_and_the_engine_only()
    {
        IEnumerable<string> others = References(Cmdlets.Location)
            .Where(name => !name.StartsWith("System.", StringComparison.Ordinal));
        Assert.Equal(["NetCmdlets.Core"], others);
        Assert.Contains("System.Management.Automation", References(Cmdlets.Location));
    }

    [Fact]
    public void Only_the_logging_library_knows_Serilog()
    {
        string logging = Path.Combine(AppContext.BaseDirectory, "NetCmdlets.Logging.dll");
        Assert.DoesNotContain("System.Management.Automation", References(logging));
        IEnumerable<string> projects = Directory
            .EnumerateFiles(Repository.Root, "*.csproj", SearchOption.AllDirectories)
            .Where(file => PackageReference().Matches(File.ReadAllText(file))
                .Any(match => match.Groups[1].Value.StartsWith("Serilog", StringComparison.Ordinal)))
            .Select(Path.GetFileName)!;
        Assert.Equal(["NetCmdlets.Logging.csproj"], projects);
    }

    [Fact]
    public void The_core_project_has_no_package()
        => Assert.DoesNotMatch(PackageReference(), Repository.Read("src", "NetCmdlets.Core", "NetCmdlets.Core.csproj"));

    [Fact]
    public void No_cmdlet_touches_a_socket()
    {
        string[] forbidden = ["Socket", "TcpClient", "TcpListener", "UdpClient", "NetworkStream", "SocketAsyncEventArgs"];
        IEnumerable<string> used = TypeReferences(Cmdlets.Location)
            .Where(type => type.StartsWith("System.Net.Sockets.", StringComparison.Ordinal))
            .Select(type => type["System.Net.Sockets.".Length..]);
        Assert.DoesNotContain(used, forbidden.Contains);
    }

    [Fact]
    public void Nobody_prints_with_Console()
    {
        Assert.DoesNotContain("System.Console", TypeReferences(Core.Location));
        Assert.DoesNotContain("System.Console", TypeReferences(Cmdlets.Location));
    }

    [Fact]
    public void Namespaces_follow_folders()
    {
        foreach (string project in new[] { "NetCmdlets.Core", "NetCmdlets" })
        {
            string folder = Path.Combine(Repository.Root, "src", project);
            foreach (string file in Repository.CSharpFiles(Path.Combine("src", project)))
            {
                Match match = NamespaceLine().Match(File.ReadAllText(file));
                if (!match.Success)
                    continue;
                string path = Path.GetRelativePath(folder, Path.GetDirectoryName(file)!).Replace('\\', '/');
                string expected = path == "." ? "NetCmdlets" : "NetCmdlets." + path.Replace('/', '.');
                // What users see is in NetCmdlets itself, wherever its file is.
                Assert.True(match.Groups[1].Value == expected || match.Groups[1].Value == "NetCmdlets", file);
            }
        }
    }

    [Fact]
    public void What_cmdlets_emit_is_in_the_namespace_that_users_type()
        => Assert.All(Repository.ResultTypes, type => Assert.Equal("NetCmdlets", type.Namespace));

    [Fact]
    public void A_file_can_be_read_in_one_sitting()
    {
        foreach (string file in Repository.CSharpFiles("src").Concat(Repository.CSharpFiles("tests")))
            Assert.True(File.ReadLines(file).Count() <= 350, file);
    }

    [Theory]
    [InlineData("NetCmdlets.dll")]
    [InlineData("NetCmdlets.Core.dll")]
    [InlineData("dependencies/NetCmdlets.Logging.dll")]
    public void No_library_tells_where_it_was_built(string name)
    {
        byte[] content = File.ReadAllBytes(Path.Combine(Repository.ModuleFolder, name));
        Assert.Equal(-1, content.AsSpan().IndexOf(Encoding.UTF8.GetBytes(Repository.Root)));
        Assert.Equal(-1, content.AsSpan().IndexOf(Encoding.Unicode.GetBytes(Repository.Root)));
    }

    private static List<string> References(string library)
    {
        using var file = new PEReader(File.OpenRead(library));
        MetadataReader reader = file.GetMetadataReader();
        return [.. reader.AssemblyReferences
            .Select(handle => reader.GetString(reader.GetAssemblyReference(handle).Name))];
    }

    private static List<string> TypeReferences(string library)
    {
        using var file = new PEReader(File.OpenRead(library));
        MetadataReader reader = file.GetMetadataReader();
        return [.. reader.TypeReferences.Select(reader.GetTypeReference)
            .Select(type => $"{reader.GetString(type.Namespace)}.{reader.GetString(type.Name)}")];
    }

    [GeneratedRegex("<PackageReference Include=\"([^\"]+)\"")]
    private static partial Regex PackageReference();

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex NamespaceLine();
}
