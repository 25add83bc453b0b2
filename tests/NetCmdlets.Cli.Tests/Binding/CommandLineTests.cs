using System.Net;
using System.Numerics;
using NetCmdlets.Cli.Binding;
using NetCmdlets.Diagnostics;
using NetCmdlets.Sockets;
using NetCmdlets.Tests;
using Xunit;

namespace NetCmdlets.Cli.Tests.Binding;

public sealed class CommandLineTests
{
    [Fact]
    public void Options_of_every_kind_reach_the_request()
    {
        FakeRequest request = Read(
            "-Name", "a,b", "-Port:22,80", "-IPv6", "-TimeoutSeconds", "0.25", "-Day", "friday", "-Data", "00:ff 10",
            "-Big", "1208925819614629174706176", "-Address", "::1,10.0.0.1", "-Loud", "-Bytes", "10MB");
        Assert.Equal(["a", "b"], request.Name);
        Assert.Equal([22, 80], request.Port);
        Assert.Equal(AddressFamilyChoice.IPv6, request.Family);
        Assert.Equal(TimeSpan.FromMilliseconds(250), request.Timeout);
        Assert.Equal(DayOfWeek.Friday, request.Day);
        Assert.Equal([0, 255, 16], request.Data!);
        Assert.Equal(BigInteger.Pow(2, 80), request.Big);
        Assert.Equal([IPAddress.IPv6Loopback, IPAddress.Parse("10.0.0.1")], request.Address);
        Assert.True(request.Loud);
        Assert.Equal(10 * 1024 * 1024, request.Bytes);
    }

    [Fact]
    public void Arguments_without_a_name_go_to_their_places_and_the_last_list_takes_the_rest()
    {
        FakeRequest request = Read("a", "22,", "80", "443");
        Assert.Equal(["a"], request.Name);
        Assert.Equal([22, 80, 443], request.Port);
    }

    [Fact]
    public void A_place_that_was_named_is_not_taken_again()
    {
        FakeRequest request = Read("-Name", "a", "22");
        Assert.Equal(["a"], request.Name);
        Assert.Equal([22], request.Port);
    }

    [Theory]
    [InlineData("-Loud", true)]
    [InlineData("-loud:$true", true)]
    [InlineData("-Loud:$false", false)]
    [InlineData("-Lo:0", false)]
    [InlineData("--loud", true)]
    public void A_switch_is_on_unless_it_is_said_to_be_off(string option, bool expected)
        => Assert.Equal(expected, Read("a", option).Loud);

    [Theory]
    [InlineData("-cn")]
    [InlineData("-Host")]
    [InlineData("-nam")]
    [InlineData("-NAME")]
    public void A_name_may_be_an_alias_or_a_beginning_in_any_case(string option)
        => Assert.Equal(["x"], Read(option, "x").Name);

    [Theory]
    [InlineData("10e6", 10_000_000)]
    [InlineData("2.5E+9", 2_500_000_000)]
    [InlineData("1.5KB", 1536)]
    [InlineData("7", 7)]
    public void A_number_is_written_as_in_PowerShell(string text, long expected)
        => Assert.Equal(expected, ValueParser.Parse(typeof(long), text, "Rate"));

    [Fact]
    public void A_list_given_twice_is_joined()
        => Assert.Equal(["a", "b", "c"], Read("-Name", "a", "-Name", "b,c").Name);

    [Fact]
    public void A_port_may_be_the_name_of_a_service()
        => Assert.Equal([80, 69], Read("a", "-Port", "http,tftp").Port);

    [Fact]
    public void A_comma_after_a_backslash_is_part_of_an_item()
        => Assert.Equal(["a,b", "c"], Read("-Name", @"a\,b,c").Name);

    [Fact]
    public void A_secret_can_come_from_a_file_or_a_variable_and_is_not_repeated_in_a_message()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("token"), "open sesame\nmore");
        Environment.SetEnvironmentVariable("NETCMDLETS_TEST_TOKEN", "open sesame");
        foreach (string text in (string[])["open sesame", "@" + folder.File("token"), "env:NETCMDLETS_TEST_TOKEN"])
            Assert.Equal("open sesame", ValueParser.SecretOf(text));
        Assert.Contains(
            "'NETCMDLETS_NO_SUCH'",
            Assert.Throws<UsageException>(() => ValueParser.SecretOf("env:NETCMDLETS_NO_SUCH")).Message,
            StringComparison.Ordinal);
        Assert.IsType<AccessToken>(ValueParser.Parse(typeof(AccessToken), "open sesame", "Token"));

        NetException error = Assert.Throws<NetException>(
            () => ValueParser.Parse(typeof(AccessToken), new string('s', 2000), "Token"));
        Assert.DoesNotContain("sss", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_dash_with_a_digit_is_a_value_and_after_two_dashes_everything_is()
    {
        Assert.Equal(-5, (int)Read("a", "-Big", "-5").Big);
        Assert.Equal(["-Loud"], Read("--", "-Loud").Name);
    }

    [Fact]
    public void Bytes_can_come_from_a_file()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("data"), [7, 8]);
        Assert.Equal([7, 8], Read("a", "-Data", "@" + folder.File("data")).Data!);
    }

    [Theory]
    [InlineData("has no option -Prot. Did you mean -Port?", "a", "-Prot", "22")]
    [InlineData("has no option -TimoutSecond. Did you mean -TimeoutSeconds?", "a", "-TimoutSecond", "2")]
    [InlineData("-Nonsense has no option -Nonsense", "a", "-Nonsense")]
    [InlineData("-D may be -Day or -Data", "a", "-D", "x")]
    [InlineData("-Port needs a value", "a", "-Port")]
    [InlineData("-Port needs a value", "a", "-Port", "-Loud")]
    [InlineData(
        "-Port cannot be 'no-such': it must be the number of a port, or the name of a service", "a", "-Port", "no-such")]
    [InlineData("-Port cannot be 70000: give 1 to 65535", "a", "70000")]
    [InlineData("-Port cannot be '22.5'", "a", "22.5")]
    [InlineData("-TimeoutSeconds cannot be 0: give 0.001 or more", "a", "-TimeoutSeconds", "0")]
    [InlineData("-Rate cannot be 0: give a number above 0", "a", "-Rate", "0")]
    [InlineData("-Rate cannot be NaN: give a number above 0", "a", "-Rate", "NaN")]
    [InlineData("-TimeoutSeconds cannot be 'soon': it must be a number of seconds", "a", "-Timeout", "soon")]
    [InlineData("-TimeoutSeconds cannot be 'NaN'", "a", "-Timeout", "NaN")]
    [InlineData("-Day cannot be 'S': it must be one of Sunday", "a", "-Day", "S")]
    [InlineData("-Day cannot be '3'", "a", "-Day", "3")]
    [InlineData("-Data cannot be 'xyz': it must be hexadecimal", "a", "-Data", "xyz")]
    [InlineData("-Data cannot be '@/no/such/file'", "a", "-Data", "@/no/such/file")]
    [InlineData("-Bytes cannot be '99999999999TB'", "a", "-Bytes", "99999999999TB")]
    [InlineData("-Bytes cannot be '1.25e1'", "a", "-Bytes", "1.25e1")]
    [InlineData("-Bytes cannot be '1e99'", "a", "-Bytes", "1e99")]
    [InlineData("-Big is given twice", "a", "-Big", "1", "-Big", "2")]
    [InlineData("-IPv4 and -IPv6 exclude each other", "a", "-IPv4", "-IPv6")]
    [InlineData("Test-Fake needs -Name, or lines on standard input")]
    [InlineData("has no option -NotOnACommandLine", "a", "-NotOnACommandLine", "x")]
    public void What_cannot_be_read_is_told(string message, params string[] arguments)
    {
        UsageException error = Assert.Throws<UsageException>(() => Read(arguments));
        Assert.Contains(message.Replace("-Nonsense has", "Test-Fake has", StringComparison.Ordinal), error.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void More_arguments_than_places_are_told()
    {
        UsageException error = Assert.Throws<UsageException>(
            () => BoundCommand.Read(CliRun.Catalog.Find("Send-Fake"), ["a", "b"], false));
        Assert.Contains("Send-Fake has no place for 'b'", error.Message, StringComparison.Ordinal);
    }

    private static FakeRequest Read(params string[] arguments)
        => (FakeRequest)BoundCommand.Read(CliRun.Catalog.Find("test-fake"), arguments, false).MakeRequest();
}
