export type OrganisationKind =
  | 'committee'
  | 'office'
  | 'department'
  | 'division'
  | 'sub-department'
  | 'public-service-unit'
  | 'centre'
  | 'desk'
  | 'counter'
  | 'branch'
  | 'outside-body'
export type OrganisationTier = 'commune' | 'district' | 'province' | 'centre'

/** Cơ quan, đơn vị as it stands on a day. */
export type Organisation = {
  id: string
  kind: OrganisationKind
  tier: OrganisationTier
  name: string
  shortName: string
  parentId: string | null
  functions: readonly string[]
  address: string | null
  phone: string | null
  invented: boolean
  codes: readonly { scheme: string; code: string }[]
}

/** Bộ quy tắc: what the law of a time wants, in force in this installation between two dates. */
export type RuleSet = {
  id: string
  name: string
  effectiveFrom: string
  effectiveTo: string | null
  settings: {
    dossierCode: string
    numberingUnit: string
    answerWithinWorkingHours: number
    cutOff: string
    draftKeptDays: number
    draftsPerAccount: number
    /** Megabytes a day: of a citizen's account, of an official's, of a network whose asker is not signed in. */
    uploadMbPerDay: number
    officialUploadMbPerDay: number
    openUploadMbPerDay: number
    completionRounds: number
    [name: string]: string | number
  }
}

/** Nhiệm vụ of a post: where, as which role, for which function. */
export type Duty = { organisationId: string; role: string; function: string }

/** Chức vụ: what a person is appointed to. */
export type Post = {
  id: string
  title: string
  organisationId: string
  duties: readonly Duty[]
  /** The same duties in ended units whose open work came to its own. */
  inherited?: readonly Duty[]
  holder: string | null
}

/** Lịch làm việc of an organisation. Hours are minutes after midnight, Vietnamese time; dates are YYYY-MM-DD. */
export type WorkCalendar = {
  hours: readonly { weekday: number; starts: number; ends: number; from: string; to: string | null }[]
  days: ReadonlyMap<string, boolean>
}
