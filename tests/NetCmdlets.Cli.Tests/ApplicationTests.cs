using System.Text.Json;
using NetCmdlets.Tests;
using Xunit;

namespace NetCmdlets.Cli.Tests;

/// <summary>Whole command lines over operations that the program has never heard of.</summary>
public sealed class ApplicationTests
{
    [Fact]
    public void Results_are_a_table_with_a_head()
    {
        CliRun run = CliRun.Of("Test-Fake", "alpha,beta", "-Port", "22,80");
        Assert.Equal(0, run.ExitCode);
        Assert.Equal("", run.Errors);
        Assert.Equal(
            [
                "Name                 Ports                Note                 Elapsed",
                "----                 -----                ----                 -------",
                "alpha                102                                       5.00 s",
                "beta                 102                                       5.00 s",
            ],
            run.Lines);
    }

    [Fact]
    public void Json_is_one_object_a_line_with_every_property()
    {
        CliRun run = CliRun.Of("Test-Fake", "note", "unknown", "-TimeoutSeconds", "0.5", "-OutputFormat", "Json");
        // 'unknown' is no port: the last place is the list of ports.
        Assert.Equal(2, run.ExitCode);

        run = CliRun.Of("Test-Fake", "note,unknown", "-TimeoutSeconds", "0.5", "-OutputFormat", "Json");
        Assert.Equal(0, run.ExitCode);
        Assert.Equal(2, run.Lines.Length);
        Assert.Equal(
            """{"Name":"note","Ports":0,"Note":"a, \"b\"","Elapsed":0.5,"Address":"192.0.2.1","Loud":false,"Passed":true,"Count":1208925819614629174706176,"Data":"Af8="}""",
            run.Lines[0]);
        using JsonDocument second = JsonDocument.Parse(run.Lines[1]);
        Assert.Equal(JsonValueKind.Null, second.RootElement.GetProperty("Note").ValueKind);
        Assert.Equal(JsonValueKind.Null, second.RootElement.GetProperty("Passed").ValueKind);
    }

    [Fact]
    public void Csv_has_a_head_line_and_quotes_what_needs_it()
    {
        CliRun run = CliRun.Of("Test-Fake", "note,b", "-TimeoutSeconds", "0.5", "-Out", "Csv");
        Assert.Equal(
            [
                "Name,Ports,Note,Elapsed,Address,Loud,Passed,Count,Data",
                "note,0,\"a, \"\"b\"\"\",0.5,192.0.2.1,False,True,1208925819614629174706176,01FF",
                "b,0,,0.5,192.0.2.1,False,True,1208925819614629174706176,01FF",
            ],
            run.Lines);
    }

    [Fact]
    public void Lines_of_standard_input_are_the_pipeline_in_order()
    {
        CliRun run = CliRun.With("one\n\ntwo\n", "Test-Fake", "-Out", "csv");
        Assert.Equal(["one", "two"], run.Lines.Skip(1).Select(line => line.Split(',')[0]));
    }

    [Fact]
    public void What_needs_all_lines_first_is_told_after_the_last()
    {
        CliRun run = CliRun.With("10.0.0.128/25\n\n10.0.0.0/25\n", "Join-Subnet", "-Out", "Json");
        Assert.Contains("\"Cidr\":\"10.0.0.0/24\"", Assert.Single(run.Lines), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a\n\nb\n", "<a> <> <b>")]
    [InlineData("", "nothing")]
    public void An_empty_line_is_an_empty_message_and_no_line_none(string input, string expected)
        => Assert.Equal(expected, string.Join(' ', CliRun.With(input, "Send-Fake").Lines));

    [Fact]
    public void Standard_input_is_left_alone_where_the_option_or_its_stand_in_is_given()
    {
        Assert.Equal(["<x>"], CliRun.With("a\nb\n", "Send-Fake", "x").Lines);
        Assert.Equal(["nothing"], CliRun.With("a\nb\n", "Send-Fake", "-Data", "00").Lines);
        Assert.Equal(["<a>", "<b>"], CliRun.With("a\nb\n", "Send-Fake", "-").Lines);
    }

    [Fact]
    public void A_failed_target_is_an_error_line_and_exit_code_1_and_the_others_go_on()
    {
        CliRun run = CliRun.Of("Test-Fake", "a,bad,b", "-Out", "csv");
        Assert.Equal(1, run.ExitCode);
        Assert.Equal("NameNotFound: no such\\nname\n", run.Errors);
        Assert.Equal(3, run.Lines.Length);
    }

    [Theory]
    [InlineData("yes", 0)]
    [InlineData("no", 1)]
    [InlineData("yes,no,yes", 1)]
    [InlineData("unknown", 0)]
    [InlineData("warn", 1)]
    public void A_test_that_is_false_or_tells_nothing_is_exit_code_1(string names, int expected)
        => Assert.Equal(expected, CliRun.Of("Test-Fake", names).ExitCode);

    [Theory]
    [InlineData("config", 2, "InvalidRequest: does not go together\n")]
    [InlineData("refused", 1, "AddressInUse: in use\n")]
    [InlineData("argument", 2, "InvalidRequest: out of range (Parameter 'request')\n")]
    public void What_ends_the_whole_command_is_told_by_id(string name, int expected, string errors)
    {
        CliRun run = CliRun.Of("Test-Fake", $"first,{name},last", "-Out", "csv");
        Assert.Equal((expected, errors), (run.ExitCode, run.Errors));
        Assert.Equal(2, run.Lines.Length);
    }

    [Fact]
    public void Warnings_are_on_standard_error_and_verbose_lines_only_where_asked_for()
    {
        Assert.Equal("warning: careful\n", CliRun.Of("Test-Fake", "warn,say").Errors);
        Assert.Equal("verbose: more of it\n", CliRun.Of("Test-Fake", "say", "-Verbose").Errors);
    }

    [Theory]
    [InlineData("Get-Nothing", "There is no command 'Get-Nothing'")]
    [InlineData("Get-Fake", "Did you mean Send-Fake or Test-Fake?")]
    [InlineData("Tset-Fkae", "Did you mean Test-Fake?")]
    [InlineData("Send-Fluff", "'netcmdlets list' names them all.")]
    public void An_unknown_command_is_bad_usage(string command, string message)
    {
        CliRun run = CliRun.Of(command);
        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith("InvalidRequest: ", run.Errors, StringComparison.Ordinal);
        Assert.Contains(message, run.Errors, StringComparison.Ordinal);
        Assert.Equal("", run.Output);
    }

    [Fact]
    public async Task Ctrl_C_ends_a_command_that_waits()
    {
        using var ending = new CancellationTokenSource();
        Task<CliRun> run = Task.Run(() => CliRun.With(CliRun.Catalog, null, ending.Token, "Test-Fake", "a,wait"));
        await ending.CancelAsync();
        Assert.Equal(130, (await run.Within()).ExitCode);
    }

    [Fact]
    public void A_new_operation_has_its_help_without_a_page()
    {
        CliRun run = CliRun.Of("help", "Test-Fake");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("netcmdlets Test-Fake [-Name] <text[,…]> [[-Port] <integer[,…]>] [-IPv4]", run.Output,
            StringComparison.Ordinal);
        Assert.Contains("-TimeoutSeconds <seconds>", run.Output, StringComparison.Ordinal);
        Assert.Contains("-Name <text[,…]> (also -Host, -CN)", run.Output, StringComparison.Ordinal);
        Assert.Equal(run.Output, CliRun.Of("Test-Fake", "-Help").Output);
        Assert.Equal(run.Output, CliRun.Of("Test-Fake", "-?").Output);
    }

    [Fact]
    public void Every_operation_of_the_core_can_be_made_and_every_request_has_its_mandatory_options()
    {
        foreach (Cli.Binding.OperationDescriptor operation in Cli.Binding.OperationCatalog.OfCore().All)
        {
            Assert.NotNull(operation.CreateOperation());
            Assert.IsType(operation.Request, Activator.CreateInstance(operation.Request));
        }
    }

    [Fact]
    public void Every_command_of_the_core_has_a_page_and_is_listed_with_its_synopsis()
    {
        CliRun list = CliRun.With(Cli.Binding.OperationCatalog.OfCore(), null, default, "list");
        foreach (Cli.Binding.OperationDescriptor operation in Cli.Binding.OperationCatalog.OfCore().All)
        {
            Assert.Contains(list.Lines, line => line.StartsWith(operation.Command + " ", StringComparison.Ordinal)
                && line.TrimEnd().Length > operation.Command.Length + 10);
            CliRun help = CliRun.Of("help", operation.Command);
            Assert.Contains("DESCRIPTION", help.Output, StringComparison.Ordinal);
            Assert.All(help.Lines.TakeWhile(line => !line.StartsWith("EXAMPLE", StringComparison.Ordinal)),
                line => Assert.InRange(line.Length, 0, 100));
        }
    }

    [Theory]
    [InlineData]
    [InlineData("help")]
    [InlineData("--help")]
    public void Without_a_command_it_tells_how_to_use_it(params string[] arguments)
    {
        CliRun run = CliRun.Of(arguments);
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("netcmdlets <Verb-Noun>", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_log_is_written_where_asked_for()
    {
        using var folder = new TemporaryFolder();
        CliRun run = CliRun.Of(
            "Start-UdpEchoServer", "-LifetimeSeconds", "0.05", "-NetLog", folder.File("net.log"),
            "-NetLogLevel", "Debug");
        Assert.Equal(0, run.ExitCode);
        string[] lines = File.ReadAllLines(folder.File("net.log"));
        Assert.Contains(lines, line => line.Contains(" Started - 127.0.0.1:", StringComparison.Ordinal));
        Assert.EndsWith(" Stopped", lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_log_that_cannot_be_written_is_told()
    {
        CliRun run = CliRun.Of("Start-UdpEchoServer", "-NetLog", Path.GetTempPath());
        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("FileFailed: ", run.Errors, StringComparison.Ordinal);
    }
}
