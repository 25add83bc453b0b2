using System.Management.Automation;
using System.Text;
using NetCmdlets.Diagnostics;
using NetCmdlets.Operations.Reports;

namespace NetCmdlets.Commands;

/// <summary>Export-NetReport: results of probes and measurements as an HTML page or JUnit XML.</summary>
[Cmdlet(VerbsData.Export, "NetReport", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class ExportNetReportCommand : Hosting.NetCmdlet
{
    private readonly List<ReportEntry> entries = [];

    /// <summary>The file to write.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>The results.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    [ValidateNotNull]
    public PSObject InputObject { get; set; } = null!;

    /// <summary>Html, or JUnit; the default follows the file's name.</summary>
    [Parameter]
    public ReportFormat? Format { get; set; }

    /// <summary>The report's heading.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string Title { get; set; } = "Network checks";

    /// <summary>Emit the file.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (ReportEntry.From(InputObject.BaseObject) is { } entry)
        {
            entries.Add(entry);
            return;
        }

        WriteFailure(new NetFailure(
            FailureKind.NotSupported,
            $"A {InputObject.BaseObject.GetType()} is not reported. Pipe what Test-TcpHandshake, Test-EchoServer, "
                + "Wait-NetPort, Measure-EchoServer or Measure-TcpThroughput emit.",
            InputObject));
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        string file = ResolveFilePath(Path);
        bool xml = string.Equals(System.IO.Path.GetExtension(file), ".xml", StringComparison.OrdinalIgnoreCase);
        if (!ShouldProcess(file, "Write report"))
            return;
        try
        {
            File.WriteAllBytes(file, (Format ?? (xml ? ReportFormat.JUnit : ReportFormat.Html)) == ReportFormat.JUnit
                ? JUnitReport.Render(Title, entries)
                : Encoding.UTF8.GetBytes(HtmlReport.Render(Title, entries, DateTimeOffset.Now)));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            ThrowFailure(new NetFailure(
                FailureKind.FileFailed, $"Writing the report '{file}' failed: {error.Message}", file, error));
        }

        if (PassThru)
            WriteResult(new FileInfo(file));
    }
}
