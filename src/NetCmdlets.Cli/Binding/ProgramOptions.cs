using System.Reflection;
using NetCmdlets.Cli.Output;
using NetCmdlets.Diagnostics;
using NetCmdlets.Pipeline;

namespace NetCmdlets.Cli.Binding;

/// <summary>The options that every command has.</summary>
internal sealed record ProgramOptions
{
    /// <summary>The options, to be read with those of the command.</summary>
    public static IReadOnlyList<OptionDescriptor> Descriptors { get; } =
    [
        .. typeof(ProgramOptions).GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .SelectMany(OptionDescriptor.Of),
    ];

    /// <summary>How results are written.</summary>
    public OutputFormat OutputFormat { get; init; }

    /// <summary>Whether what the operation does is told on standard error.</summary>
    public bool Verbose { get; init; }

    /// <summary>A file for the log of servers and clients.</summary>
    public string? NetLog { get; init; }

    /// <summary>How events are written to it.</summary>
    public NetLogFormat NetLogFormat { get; init; }

    /// <summary>Events below this level are not kept.</summary>
    public NetLogLevel NetLogLevel { get; init; } = NetLogLevel.Information;

    /// <summary>Show the command's help.</summary>
    [RequestOption(Aliases = "?")]
    public bool Help { get; init; }
}
