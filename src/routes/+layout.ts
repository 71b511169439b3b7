// Pages are plain HTML; one that needs a script turns it on itself.
export const csr = false
