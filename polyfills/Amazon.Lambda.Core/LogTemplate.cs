using System.Globalization;
using System.Text;

namespace Amazon.Lambda.Core;

/// <summary>Fills <c>{Name}</c> and <c>{0}</c> holes of a message template in order of appearance.</summary>
internal static class LogTemplate
{
    /// <summary>Returns the message; a hole without an argument stays as it is written.</summary>
    public static string Fill(string template, object[]? args)
    {
        if (args is not { Length: > 0 })
        {
            return template;
        }

        var text = new StringBuilder(template.Length + 32);
        var (next, position) = (0, 0);
        while (position < template.Length)
        {
            var open = template.IndexOf('{', position);
            var close = open < 0 ? -1 : template.IndexOf('}', open);
            if (close < 0 || next == args.Length)
            {
                break;
            }

            text.Append(template, position, open - position).Append(Convert.ToString(args[next++], CultureInfo.InvariantCulture));
            position = close + 1;
        }

        return text.Append(template, position, template.Length - position).ToString();
    }
}
