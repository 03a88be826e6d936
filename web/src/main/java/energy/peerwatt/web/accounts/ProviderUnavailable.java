package energy.peerwatt.web.accounts;

/**
 * The provider of sign-ins does not answer, or not as one; whoever asks can do nothing about it.
 */
public final class ProviderUnavailable extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ProviderUnavailable(String message) {
        super(message);
    }

    ProviderUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
