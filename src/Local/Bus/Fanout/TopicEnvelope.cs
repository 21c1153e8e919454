using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Waybill.Local.Account;
using Waybill.Local.Bus.Storage;

namespace Waybill.Local.Bus.Fanout;

/// <summary>What SNS says around a message (SNS developer guide, <c>http-notification-json</c>, <c>sns-sqs-as-subscriber</c>).</summary>
/// <remarks>The signature is of the right form and proves nothing: nobody here has the key of AWS's certificate.</remarks>
/// <param name="address">Where laptop mode serves AWS's APIs.</param>
internal sealed class TopicEnvelope(string address)
{
    private const string SignatureVersion = "1";
    private const string Signature = "bGFwdG9wIG1vZGUgaGFzIG5vIGtleSBvZiBBV1M=";

    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private string SigningCertificate => $"{address}/SimpleNotificationService-laptop.pem";

    /// <summary>For queues and HTTP endpoints.</summary>
    public string Notification(TopicSubscription subscription, TopicMessage message, string id, DateTimeOffset now) => Write(json =>
    {
        json.WriteString("Type"u8, "Notification"u8);
        json.WriteString("MessageId"u8, id);
        json.WriteString("TopicArn"u8, subscription.TopicArn);
        if (message.Subject is { } subject)
        {
            json.WriteString("Subject"u8, subject);
        }

        json.WriteString("Message"u8, message.For(subscription.Protocol));
        WriteSigned(json, now, "SigningCertURL");
        json.WriteString("UnsubscribeURL"u8, Unsubscribe(subscription));
        WriteAttributes(json, message.Attributes, always: false);
    });

    /// <summary>For functions (Lambda developer guide, <c>with-sns</c>).</summary>
    public string Event(TopicSubscription subscription, TopicMessage message, string id, DateTimeOffset now) => Write(json =>
    {
        json.WriteStartArray("Records"u8);
        json.WriteStartObject();
        json.WriteString("EventSource"u8, "aws:sns"u8);
        json.WriteString("EventVersion"u8, "1.0"u8);
        json.WriteString("EventSubscriptionArn"u8, subscription.Arn);
        json.WriteStartObject("Sns"u8);
        json.WriteString("Type"u8, "Notification"u8);
        json.WriteString("MessageId"u8, id);
        json.WriteString("TopicArn"u8, subscription.TopicArn);
        json.WriteString("Subject"u8, message.Subject);
        json.WriteString("Message"u8, message.For(subscription.Protocol));
        WriteSigned(json, now, "SigningCertUrl");
        json.WriteString("UnsubscribeUrl"u8, Unsubscribe(subscription));
        WriteAttributes(json, message.Attributes, always: true);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
    });

    /// <summary>Asks an HTTP endpoint whether it wants what its topic gets.</summary>
    public string Confirmation(TopicSubscription subscription, string id, DateTimeOffset now) => Write(json =>
    {
        json.WriteString("Type"u8, "SubscriptionConfirmation"u8);
        json.WriteString("MessageId"u8, id);
        json.WriteString("Token"u8, subscription.ConfirmationToken);
        json.WriteString("TopicArn"u8, subscription.TopicArn);
        json.WriteString(
            "Message"u8,
            $"You have chosen to subscribe to the topic {subscription.TopicArn}.\n"
                + "To confirm the subscription, visit the SubscribeURL included in this message.");
        json.WriteString(
            "SubscribeURL"u8,
            $"{address}/?Action=ConfirmSubscription&Version=2010-03-31&TopicArn={Uri.EscapeDataString(subscription.TopicArn)}"
                + $"&Token={subscription.ConfirmationToken}");
        WriteSigned(json, now, "SigningCertURL");
    });

    private string Unsubscribe(TopicSubscription subscription) =>
        $"{address}/?Action=Unsubscribe&Version=2010-03-31&SubscriptionArn={Uri.EscapeDataString(subscription.Arn)}";

    private void WriteSigned(Utf8JsonWriter json, DateTimeOffset now, string certificate)
    {
        json.WriteString("Timestamp"u8, now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
        json.WriteString("SignatureVersion"u8, SignatureVersion);
        json.WriteString("Signature"u8, Signature);
        json.WriteString(certificate, SigningCertificate);
    }

    private static void WriteAttributes(Utf8JsonWriter json, IReadOnlyDictionary<string, MessageAttribute> attributes, bool always)
    {
        if (attributes.Count == 0 && !always)
        {
            return;
        }

        json.WriteStartObject("MessageAttributes"u8);
        foreach (var (name, attribute) in attributes)
        {
            json.WriteStartObject(name);
            json.WriteString("Type"u8, attribute.DataType);
            json.WriteString("Value"u8, attribute.Value);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static string Write(Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Plain))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
