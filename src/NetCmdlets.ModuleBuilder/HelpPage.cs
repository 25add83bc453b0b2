namespace NetCmdlets.ModuleBuilder;

/// <summary>The help of one cmdlet as its page tells it; syntax and types come from the assembly.</summary>
/// <param name="File">The page.</param>
/// <param name="Title">Its first heading: the cmdlet's name.</param>
/// <param name="Synopsis">What it does, in a sentence.</param>
/// <param name="Description">What it does, at length.</param>
/// <param name="Parameters">The parameters' texts.</param>
/// <param name="Inputs">What it takes from the pipeline, one a line.</param>
/// <param name="Outputs">What it emits, one a line.</param>
/// <param name="Examples">Examples.</param>
/// <param name="Notes">Notes.</param>
/// <param name="Links">Related cmdlets and topics, one a line.</param>
internal sealed record HelpPage(
    string File,
    string Title,
    IReadOnlyList<string> Synopsis,
    IReadOnlyList<string> Description,
    IReadOnlyList<ParameterText> Parameters,
    IReadOnlyList<string> Inputs,
    IReadOnlyList<string> Outputs,
    IReadOnlyList<HelpExample> Examples,
    IReadOnlyList<string> Notes,
    IReadOnlyList<string> Links);

/// <summary>What a parameter is for.</summary>
/// <param name="Name">The parameter, without the dash.</param>
/// <param name="Line">Where the text is in its file, from 1.</param>
/// <param name="Paragraphs">The text.</param>
internal sealed record ParameterText(string Name, int Line, IReadOnlyList<string> Paragraphs);

/// <summary>An example: what to type, with what came of it, and a word on it.</summary>
/// <param name="Title">Its heading.</param>
/// <param name="Code">What was typed and shown.</param>
/// <param name="Remarks">What it shows.</param>
internal sealed record HelpExample(string Title, string Code, IReadOnlyList<string> Remarks);
