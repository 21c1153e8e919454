using System.Globalization;
using System.Text;

namespace Waybill.EventPatterns.Questions;

/// <summary>Writes JSON, strings with half a surrogate pair included, which the framework's writer refuses.</summary>
internal static class JsonText
{
    public static string Quote(string text)
    {
        var json = new StringBuilder(text.Length + 2).Append('"');
        for (var i = 0; i < text.Length; i++)
        {
            var unit = text[i];
            var isPair = char.IsHighSurrogate(unit) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]);
            if (isPair)
            {
                json.Append(unit).Append(text[++i]);
            }
            else if (unit is '"' or '\\')
            {
                json.Append('\\').Append(unit);
            }
            else if (char.IsControl(unit) || char.IsSurrogate(unit))
            {
                json.Append(CultureInfo.InvariantCulture, $"\\u{(int)unit:x4}");
            }
            else
            {
                json.Append(unit);
            }
        }

        return json.Append('"').ToString();
    }
}
