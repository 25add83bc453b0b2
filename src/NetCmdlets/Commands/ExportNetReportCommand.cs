using System.Management.Automation;
using NetCmdlets.Diagnostics;
using NetCmdlets.Hosting;
using NetCmdlets.Reporting;

namespace NetCmdlets.Commands;

/// <summary>Export-NetReport: results as JUnit XML or as a page with plots.</summary>
[Cmdlet(VerbsData.Export, "NetReport", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class ExportNetReportCommand : NetCmdlet
{
    private readonly List<ReportEntry> entries = [];

    /// <summary>The file to write.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>The results.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    [AllowNull]
    [AllowEmptyCollection]
    public PSObject[]? InputObject { get; set; }

    /// <summary>What kind of file; the path's extension tells it otherwise.</summary>
    [Parameter]
    public ReportFormat? Format { get; set; }

    /// <summary>What the report is called.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string Title { get; set; } = "NetCmdlets report";

    /// <summary>Leave a file alone that is there.</summary>
    [Parameter]
    public SwitchParameter NoClobber { get; set; }

    /// <summary>Emit the file.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing() => Guard(() =>
    {
        // The results may take minutes to come: what is wrong with the file is told before them.
        ChooseFormat();
        ReportFile.Check(ResolveFilePath(Path), replace: !NoClobber);
    });

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (PSObject? item in InputObject ?? [])
        {
            if (item is not null)
                entries.Add(ReportObject.EntryOf(item));
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => Guard(() =>
    {
        string path = ResolveFilePath(Path);
        ReportFormat format = ChooseFormat();
        if (!ShouldProcess(path, $"Write a report of {entries.Count} results as {format}"))
            return;
        string text = format == ReportFormat.JUnit
            ? JUnitReport.Render(Title, entries, DateTimeOffset.Now)
            : HtmlReport.Render(Title, entries, DateTimeOffset.Now);
        ReportFile.Write(path, text, replace: !NoClobber);
        if (PassThru)
            WriteObject(new FileInfo(path));
    });

    private ReportFormat ChooseFormat() => Format ?? System.IO.Path.GetExtension(Path).ToUpperInvariant() switch
    {
        ".XML" => ReportFormat.JUnit,
        ".HTML" or ".HTM" => ReportFormat.Html,
        _ => throw new NetException(
            FailureKind.InvalidRequest, $"'{Path}' is neither .xml nor .html: say which with -Format.", Path),
    };
}
