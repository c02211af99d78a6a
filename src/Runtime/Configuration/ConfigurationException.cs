using System.Globalization;
using System.Text;

namespace PhyrActors.Runtime;

/// <summary>Configuration text that cannot be read, or does not hold what was asked of it.</summary>
/// <remarks>The message is one line: <c>file:line:column: what is wrong</c>.</remarks>
public class ConfigurationException : Exception
{
    public ConfigurationException()
    {
    }

    public ConfigurationException(string message)
        : base(message)
    {
    }

    public ConfigurationException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    internal static ConfigurationException At(HoconPosition position, string complaint) =>
        new(OneLine($"{position}: {complaint}"));

    private static string OneLine(string message)
    {
        if (!message.Any(char.IsControl))
        {
            return message;
        }

        StringBuilder line = new(message.Length + 16);
        foreach (char c in message)
        {
            _ = char.IsControl(c)
                ? line.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture))
                : line.Append(c);
        }

        return line.ToString();
    }
}
