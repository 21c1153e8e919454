using System.Buffers;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Waybill.EventPatterns;
using Waybill.Local.Account;
using Waybill.Local.Bus.Storage;

namespace Waybill.Local.Bus.Fanout;

/// <summary>Which messages a subscription's filter policy lets through (SNS developer guide,
/// <c>sns-subscription-filter-policies</c>).</summary>
/// <remarks>The patterns of EventBridge and of SNS are one language; attributes become members: <c>{"name": "value"}</c>.</remarks>
internal sealed class SubscriptionFilter
{
    /// <summary>Compiled once a subscription, and forgotten with it.</summary>
    private readonly ConditionalWeakTable<TopicSubscription, EventPattern> _patterns = [];

    public bool Takes(TopicSubscription subscription, TopicMessage message)
    {
        if (subscription.FilterPolicy is not { } policy)
        {
            return true;
        }

        var pattern = _patterns.GetValue(subscription, _ => EventPattern.Parse(policy));
        return pattern.Matches(
            subscription.FilterPolicyScope == TopicSubscription.OnBody
                ? Encoding.UTF8.GetBytes(message.For(subscription.Protocol))
                : Members(message.Attributes));
    }

    private static byte[] Members(IReadOnlyDictionary<string, MessageAttribute> attributes)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            // Binary attributes are ignored by filter policies.
            foreach (var (name, attribute) in attributes.Where(attribute => !attribute.Value.IsBinary))
            {
                json.WritePropertyName(name);
                Write(json, attribute);
            }

            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void Write(Utf8JsonWriter json, MessageAttribute attribute)
    {
        if (attribute.DataType == "String.Array")
        {
            json.WriteRawValue(attribute.Value);
        }
        else if (attribute.DataType.StartsWith("Number", StringComparison.Ordinal)
            && decimal.TryParse(attribute.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
        {
            json.WriteNumberValue(number);
        }
        else
        {
            json.WriteStringValue(attribute.Value);
        }
    }
}
