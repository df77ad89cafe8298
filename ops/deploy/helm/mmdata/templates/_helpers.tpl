{{- /* What all pods have alike. Each definition starts at the left margin; its user indents it. */ -}}
{{- define "mmdata.labels" -}}
app.kubernetes.io/name: mmdata
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "mmdata.podSecurity" -}}
runAsNonRoot: true
runAsUser: 10001
runAsGroup: 10001
fsGroup: 10001
fsGroupChangePolicy: OnRootMismatch
seccompProfile:
  type: RuntimeDefault
{{- end }}

{{- define "mmdata.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
runAsNonRoot: true
capabilities:
  drop: [ALL]
{{- end }}

{{- define "mmdata.probes" -}}
startupProbe:
  httpGet: { path: /startup, port: telemetry }
  periodSeconds: 5
  failureThreshold: 60
livenessProbe:
  httpGet: { path: /live, port: telemetry }
  periodSeconds: 15
  timeoutSeconds: 5
  failureThreshold: 4
readinessProbe:
  httpGet: { path: /ready, port: telemetry }
  periodSeconds: 10
  timeoutSeconds: 10
{{- end }}

{{- define "mmdata.mounts" -}}
- { name: state, mountPath: /state }
- { name: work, mountPath: /data }
- { name: tmp, mountPath: /tmp }
- { name: secrets, mountPath: /run/secrets/mmdata, readOnly: true }
{{- end }}

{{- define "mmdata.volumes" -}}
- name: work
  persistentVolumeClaim: { claimName: {{ .Values.work.claim | quote }} }
- name: tmp
  emptyDir: { sizeLimit: {{ .Values.decode.temporarySize | quote }} }
- name: secrets
  secret:
    secretName: {{ .Values.secret.name | quote }}
    defaultMode: 0440
    items: # by name, so that no pod has what another one's work needs
      - { key: database, path: database }
      - { key: state-key, path: state-key }
      {{- if .Values.secret.storageConnection }}
      - { key: {{ .Values.secret.storageConnection | quote }}, path: {{ .Values.secret.storageConnection | quote }} }
      {{- end }}
{{- end }}

{{- define "mmdata.podLabels" -}}
{{- if .Values.identity.clientId }}
azure.workload.identity/use: "true"
{{- end }}
{{- end }}

{{- define "mmdata.pull" -}}
{{- if .Values.image.pullSecret }}
imagePullSecrets:
  - name: {{ .Values.image.pullSecret | quote }}
{{- end }}
{{- end }}

{{- define "mmdata.runtimeClass" -}}
{{- if .Values.runtimeClassName }}
runtimeClassName: {{ .Values.runtimeClassName | quote }}
{{- end }}
{{- end }}
