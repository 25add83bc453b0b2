using NetCmdlets.Operations.Names;
using Xunit;

namespace NetCmdlets.Core.Tests.Operations.Names;

public sealed class ResolverSettingsTests
{
    [Fact]
    public void The_file_is_read_as_the_system_reads_it()
    {
        ResolverSettings settings = ResolverSettings.Parse(
            "# comment\nnameserver 192.0.2.1\n\tnameserver\t2001:db8::1\r\nnameserver no-address\n"
            + "nameserver 192.0.2.2 x\n"
            + "nameserver 192.0.2.3\ndomain first.test\nsearch a.test  b.test.\noptions rotate ndots:2 timeout:1\n");

        Assert.Equal(
            ["192.0.2.1:53", "[2001:db8::1]:53", "192.0.2.2:53"], settings.Servers.Select(server => $"{server}"));
        Assert.Equal(["a.test", "b.test"], settings.Search);
        Assert.Equal(2, settings.Dots);
    }

    [Fact]
    public void An_empty_file_means_the_server_of_this_machine()
    {
        ResolverSettings settings = ResolverSettings.Parse("");
        Assert.Equal("127.0.0.1:53", Assert.Single(settings.Servers).ToString());
        Assert.Equal((0, 1), (settings.Search.Count, settings.Dots));
    }

    [Theory]
    [InlineData("www", 1, "www.a.test www.b.test www")]
    [InlineData("www.x", 1, "www.x www.x.a.test www.x.b.test")]
    [InlineData("www.x", 2, "www.x.a.test www.x.b.test www.x")]
    [InlineData("www.", 1, "www.")]
    public void Short_names_are_completed(string name, int dots, string candidates)
        => Assert.Equal(
            candidates.Split(' '),
            ResolverSettings.Parse($"search a.test b.test\noptions ndots:{dots}").Candidates(name));
}
