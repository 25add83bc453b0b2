using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using NetCmdlets.Addressing;
using NetCmdlets.Operations.Tcp;
using NetCmdlets.Sockets;

namespace NetCmdlets.Cli.Binding;

/// <summary>Texts of the command line to values of a request record's property types.</summary>
internal static partial class ValueParser
{
    private const string Port = "Port";

    private static readonly MethodInfo ParseAny = typeof(ValueParser)
        .GetMethod(nameof(ParseParsable), BindingFlags.NonPublic | BindingFlags.Static)!;

    /// <summary>Whether values of a type can be written on a command line.</summary>
    public static bool CanParse(Type type)
        => type == typeof(string) || type == typeof(bool) || type == typeof(byte[]) || type.IsEnum
            || type.GetInterfaces().Any(implemented => implemented.IsGenericType
                && implemented.GetGenericTypeDefinition() == typeof(IParsable<>));

    /// <summary>Reads one value.</summary>
    /// <param name="type">A type that <see cref="CanParse"/>.</param>
    /// <param name="text">What was written.</param>
    /// <param name="option">The option's name, for the message.</param>
    /// <exception cref="UsageException">It cannot be read.</exception>
    public static object Parse(Type type, string text, string option)
    {
        try
        {
            if (type == typeof(string))
                return text;
            if (type == typeof(bool))
                return ParseBool(text);
            if (type == typeof(byte[]))
                return ParseBytes(text);
            if (type == typeof(TimeSpan))
                return TimeSpan.FromSeconds(double.Parse(text, CultureInfo.InvariantCulture));
            if (type.IsEnum)
                return ParseEnum(type, text);
            if (type == typeof(AccessToken))
                return AccessToken.FromText(SecretOf(text));
            if (type == typeof(int) && option == Port && ServiceOf(text) is int port)
                return port;
            string plain = type.IsPrimitive ? PlainNumber(text) : text;
            return ParseAny.MakeGenericMethod(type).Invoke(
                null, BindingFlags.DoNotWrapExceptions, null, [plain], CultureInfo.InvariantCulture)!;
        }
        catch (Exception error) when (error is FormatException or OverflowException or ArgumentException or IOException
            or UnauthorizedAccessException)
        {
            string what = type.IsEnum ? $"one of {string.Join(", ", Enum.GetNames(type))}"
                : type == typeof(TimeSpan) ? "a number of seconds"
                : type == typeof(bool) ? "true or false"
                : type == typeof(DialogueScriptStep)
                    ? $"parts like Send=text;Expect=wildcard, of {string.Join(", ", DialogueScriptStep.Keys)}"
                : type == typeof(byte[]) ? "hexadecimal digits, or @ and the name of a file"
                : option == Port ? "the number of a port, or the name of a service such as http"
                : type == typeof(double) ? "a number"
                : type.IsPrimitive ? "a whole number"
                : $"of the type {type.Name}";
            string why = error is IOException or UnauthorizedAccessException ? $" ({error.Message})" : "";
            throw new UsageException($"-{option} cannot be '{text}': it must be {what}{why}.");
        }
    }

    // Names of services stand for one port where a client takes one; probes take lists, and read them themselves.
    private static int? ServiceOf(string text)
        => ServiceTable.PortOf(text, TransportProtocol.Tcp) ?? ServiceTable.PortOf(text, TransportProtocol.Udp);

    private static object ParseParsable<T>(string text)
        where T : IParsable<T>
        => T.Parse(text, CultureInfo.InvariantCulture);

    private static bool ParseBool(string text) => text.TrimStart('$').ToUpperInvariant() switch
    {
        "TRUE" or "1" => true,
        "FALSE" or "0" => false,
        _ => throw new FormatException(),
    };

    private static byte[] ParseBytes(string text)
    {
        if (text.StartsWith('@'))
            return File.ReadAllBytes(text[1..]);
        string digits = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? text[2..] : text;
        return Convert.FromHexString(new string([.. digits.Where(c => c is not (' ' or ':' or '-'))]));
    }

    /// <summary>
    /// A secret's text: '@file' is a file's first line and 'env:name' a variable, which other users do not see.
    /// </summary>
    internal static string SecretOf(string text)
    {
        if (text.StartsWith('@'))
            return File.ReadLines(text[1..]).FirstOrDefault() ?? "";
        const string variable = "env:";
        if (!text.StartsWith(variable, StringComparison.OrdinalIgnoreCase))
            return text;
        string name = text[variable.Length..];
        return Environment.GetEnvironmentVariable(name)
            ?? throw new UsageException($"There is no environment variable '{name}' to take a secret from.");
    }

    private static object ParseEnum(Type type, string text)
    {
        string[] names = Enum.GetNames(type);
        string[] matches = [.. names.Where(name => name.Equals(text, StringComparison.OrdinalIgnoreCase))];
        if (matches.Length == 0)
            matches = [.. names.Where(name => name.StartsWith(text, StringComparison.OrdinalIgnoreCase))];
        return matches.Length == 1 ? Enum.Parse(type, matches[0]) : throw new FormatException();
    }

    /// <summary>Numbers as PowerShell writes them: 10MB is 10 times 1,048,576, and 10e6 is ten million.</summary>
    private static string PlainNumber(string text)
    {
        if (Exponential().IsMatch(text))
        {
            return decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture)
                .ToString("0.#########", CultureInfo.InvariantCulture);
        }

        if (Multiple().Match(text) is not { Success: true } multiple)
            return text;
        int power = "KMGT".IndexOf(multiple.Groups[2].Value, StringComparison.OrdinalIgnoreCase) + 1;
        decimal value = decimal.Parse(multiple.Groups[1].Value, CultureInfo.InvariantCulture) * (1L << (10 * power));
        return value.ToString("0.#########", CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"^(\d+(?:\.\d+)?)([KMGT])B$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Multiple();

    [GeneratedRegex(@"^-?\d+(?:\.\d+)?E[+]?\d{1,2}$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Exponential();
}
