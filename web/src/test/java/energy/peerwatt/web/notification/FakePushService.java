package energy.peerwatt.web.notification;

import com.sun.net.httpserver.HttpServer;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.KeyAgreement;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** A push service on loopback and the browser behind it, which reads what was encrypted for it. */
final class FakePushService implements AutoCloseable {

    private static final Base64.Decoder DECODER = Base64.getUrlDecoder();
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
    private static final int COORDINATE = 32;

    private final HttpServer server;
    private final KeyPair browser;
    private final byte[] auth = new byte[16];
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private volatile int status = 201;

    /** What was sent to it. */
    record Request(String path, Map<String, List<String>> headers, Buffer body) {

        String header(String name) {
            return headers.entrySet().stream()
                    .filter(one -> one.getKey().equalsIgnoreCase(name))
                    .map(one -> one.getValue().getFirst())
                    .findFirst()
                    .orElseThrow();
        }
    }

    FakePushService() {
        try {
            new SecureRandom().nextBytes(auth);
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            browser = generator.generateKeyPair();
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        server.createContext(
                "/",
                exchange -> {
                    byte[] body = exchange.getRequestBody().readAllBytes();
                    requests.add(
                            new Request(
                                    exchange.getRequestURI().getPath(),
                                    exchange.getRequestHeaders(),
                                    Buffer.buffer(body)));
                    if (status == 307) {
                        exchange.getResponseHeaders().add("Location", "/elsewhere");
                    }
                    exchange.sendResponseHeaders(status, -1);
                    exchange.close();
                });
        server.start();
    }

    /** What it answers from now on. */
    void answers(int with) {
        status = with;
    }

    String endpoint(String name) {
        return origin() + "/push/" + name;
    }

    String origin() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    String p256dh() {
        return ENCODER.encodeToString(point((ECPublicKey) browser.getPublic()));
    }

    String auth() {
        return ENCODER.encodeToString(auth);
    }

    /** As the page sends it. */
    Map<String, String> subscription(String name) {
        return Map.of("endpoint", endpoint(name), "p256dh", p256dh(), "auth", auth());
    }

    List<Request> to(String name) {
        return requests.stream().filter(one -> one.path().equals("/push/" + name)).toList();
    }

    List<Request> all() {
        return requests;
    }

    /** What the browser reads (RFC 8291, one record of aes128gcm). */
    JsonObject read(Request request) throws GeneralSecurityException {
        ByteBuffer body = ByteBuffer.wrap(request.body().getBytes());
        byte[] salt = take(body, 16);
        body.getInt();
        byte[] sender = take(body, body.get());
        byte[] cipherText = take(body, body.remaining());
        KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
        agreement.init(browser.getPrivate());
        agreement.doPhase(publicKey(sender), true);
        byte[] info =
                join(
                        "WebPush: info\0".getBytes(StandardCharsets.US_ASCII),
                        point((ECPublicKey) browser.getPublic()),
                        sender);
        byte[] key = derive(auth, agreement.generateSecret(), info, 32);
        byte[] content = derive(salt, key, ascii("Content-Encoding: aes128gcm\0"), 16);
        byte[] nonce = derive(salt, key, ascii("Content-Encoding: nonce\0"), 12);
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(
                Cipher.DECRYPT_MODE,
                new SecretKeySpec(content, "AES"),
                new GCMParameterSpec(128, nonce));
        byte[] padded = cipher.doFinal(cipherText);
        int end = padded.length - 1;
        while (padded[end] == 0) {
            end--;
        }
        if (padded[end] != 2) {
            throw new GeneralSecurityException("not the last record");
        }
        return new JsonObject(new String(padded, 0, end, StandardCharsets.UTF_8));
    }

    /** The claims of a request, if a public key signed them (RFC 8292). */
    static JsonObject claims(Request request, String publicKey) throws GeneralSecurityException {
        String header = request.header("Authorization");
        String token = header.replaceFirst("^vapid t=", "").replaceFirst(",.*", "");
        if (!header.endsWith("k=" + publicKey)) {
            throw new GeneralSecurityException("another key: " + header);
        }
        String[] parts = token.split("\\.", -1);
        Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
        signature.initVerify(publicKey(DECODER.decode(publicKey)));
        signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
        if (!signature.verify(DECODER.decode(parts[2]))) {
            throw new GeneralSecurityException("not signed by it");
        }
        return new JsonObject(new String(DECODER.decode(parts[1]), StandardCharsets.UTF_8));
    }

    private static byte[] derive(byte[] salt, byte[] secret, byte[] info, int length)
            throws GeneralSecurityException {
        return KDF.getInstance("HKDF-SHA256")
                .deriveData(
                        HKDFParameterSpec.ofExtract()
                                .addIKM(secret)
                                .addSalt(salt)
                                .thenExpand(info, length));
    }

    private static ECPublicKey publicKey(byte[] point) throws GeneralSecurityException {
        KeyPairGenerator curve = KeyPairGenerator.getInstance("EC");
        curve.initialize(new ECGenParameterSpec("secp256r1"));
        ECPublicKey some = (ECPublicKey) curve.generateKeyPair().getPublic();
        ECPoint at =
                new ECPoint(
                        new java.math.BigInteger(1, Arrays.copyOfRange(point, 1, 1 + COORDINATE)),
                        new java.math.BigInteger(
                                1, Arrays.copyOfRange(point, 1 + COORDINATE, 1 + 2 * COORDINATE)));
        return (ECPublicKey)
                KeyFactory.getInstance("EC")
                        .generatePublic(new ECPublicKeySpec(at, some.getParams()));
    }

    private static byte[] point(ECPublicKey key) {
        return join(new byte[] {4}, fixed(key.getW().getAffineX()), fixed(key.getW().getAffineY()));
    }

    private static byte[] fixed(java.math.BigInteger value) {
        byte[] bytes = value.toByteArray();
        byte[] all = new byte[COORDINATE];
        int used = Math.min(bytes.length, COORDINATE);
        System.arraycopy(bytes, bytes.length - used, all, COORDINATE - used, used);
        return all;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] take(ByteBuffer from, int length) {
        byte[] taken = new byte[length];
        from.get(taken);
        return taken;
    }

    private static byte[] join(byte[]... parts) {
        ByteBuffer all =
                ByteBuffer.allocate(Arrays.stream(parts).mapToInt(one -> one.length).sum());
        Arrays.stream(parts).forEach(all::put);
        return all.array();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
