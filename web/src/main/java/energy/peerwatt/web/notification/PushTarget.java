package energy.peerwatt.web.notification;

/**
 * A browser that is pushed to.
 *
 * @param endpoint where its push service takes messages for it; whoever knows it may send
 * @param p256dh its public key, base64url without padding (RFC 8291)
 * @param auth its secret, base64url without padding
 */
public record PushTarget(long id, String endpoint, String p256dh, String auth) {

    @Override
    public String toString() {
        return "PushTarget[" + id + "]";
    }
}
