namespace NetCmdlets.ModuleBuilder;

/// <summary>Something that the module's sources lack.</summary>
/// <param name="File">The file to mend.</param>
/// <param name="Line">The line in it, from 1; 0 where there is none.</param>
/// <param name="Code">A stable code.</param>
/// <param name="Message">What is wrong and what to do.</param>
internal sealed record BuildProblem(string File, int Line, string Code, string Message)
{
    public const string NoHelpPage = "NETMOD001";
    public const string IncompletePage = "NETMOD002";
    public const string ParameterWithoutText = "NETMOD003";
    public const string TextWithoutParameter = "NETMOD004";
    public const string NoOutputType = "NETMOD005";
    public const string NoView = "NETMOD006";
    public const string BadFragment = "NETMOD007";
    public const string StrayPage = "NETMOD008";

    /// <summary>The form in which MSBuild and editors know an error.</summary>
    public override string ToString() => $"{File}{(Line > 0 ? $"({Line})" : "")} : error {Code}: {Message}";
}
