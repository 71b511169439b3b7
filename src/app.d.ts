import type { SignedIn } from '#server/accounts/index.ts'
import type { Call } from '#server/platform/call.ts'

declare global {
  namespace App {
    interface Locals {
      call: Call
      signedIn: SignedIn | undefined
    }
    interface Error {
      message: string
      /** To be read out on the telephone. */
      number?: string
      /** Whom to telephone. */
      desk?: { name: string; phone: string }
    }
    interface PageState {
      nothing?: never
    }
  }
}

export {}
