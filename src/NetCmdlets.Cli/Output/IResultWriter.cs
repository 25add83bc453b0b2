namespace NetCmdlets.Cli.Output;

/// <summary>Writes results as they come.</summary>
internal interface IResultWriter
{
    /// <summary>Writes one result.</summary>
    void Write(object result);
}
